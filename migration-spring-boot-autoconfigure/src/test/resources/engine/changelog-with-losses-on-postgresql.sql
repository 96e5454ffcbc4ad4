--liquibase formatted sql
--changeset ada:create logicalFilePath:changelog
CREATE SCHEMA "Back Office";
CREATE TABLE "Back Office"."Ledger ""A""" (id int PRIMARY KEY, amount int);
CREATE TABLE entry (id int PRIMARY KEY, ledger int REFERENCES "Back Office"."Ledger ""A""" ON DELETE CASCADE, note text);
CREATE TABLE hidden (id int);
--rollback DROP TABLE entry, "Back Office"."Ledger ""A""" CASCADE;
--rollback DROP TABLE HIDDEN;
--changeset ada:rename logicalFilePath:changelog
ALTER TABLE entry RENAME TO line;
ALTER TABLE line SET SCHEMA "Back Office";
--rollback ALTER TABLE "Back Office".line SET SCHEMA public;
--rollback ALTER TABLE line RENAME TO entry;
--changeset ada:drop-column logicalFilePath:changelog
SELECT 1;
--rollback ALTER TABLE "Back Office".line DROP COLUMN note, DROP IF EXISTS no_such_column;
--changeset ada:delete logicalFilePath:changelog
SELECT 1;
--rollback DELETE FROM "Back Office"."Ledger ""A""" WHERE amount > 1 AND E'\'; DROP' <> $$it's$$;
--changeset ada:block splitStatements:false logicalFilePath:changelog
SELECT 1;
--rollback DO $$ BEGIN DELETE FROM hidden; END $$
