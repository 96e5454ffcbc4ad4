--liquibase formatted sql
--changeset ada:create logicalFilePath:changelog
CREATE TABLE "Odd ""name""; DROP TABLE x" (id INTEGER PRIMARY KEY, "or der" TEXT, note TEXT);
CREATE TABLE plain (id INTEGER);
--rollback DROP TABLE IF EXISTS "Odd ""name""; DROP TABLE x", PLAIN;
--changeset ada:columns logicalFilePath:changelog
SELECT 1;
--rollback ALTER TABLE "Odd ""name""; DROP TABLE x" DROP COLUMN "or der";
--rollback ALTER TABLE "Odd ""name""; DROP TABLE x" DROP note;
--changeset ada:delete logicalFilePath:changelog
SELECT 1;
--rollback DELETE FROM plain WHERE id IN (SELECT id FROM "Odd ""name""; DROP TABLE x");
--rollback DELETE FROM no_such_table;
--rollback DROP TABLE IF EXISTS no_such_table;
--changeset ada:harmless logicalFilePath:changelog
SELECT 1;
--rollback CREATE TABLE draft (id INTEGER); /* DROP TABLE plain; */
--rollback INSERT INTO draft VALUES (1); -- DROP TABLE plain
--rollback UPDATE plain SET id = id + 1; DROP TABLE draft;
--changeset ada:unforeseen splitStatements:false logicalFilePath:changelog
SELECT 1;
--rollback WITH gone AS (SELECT id FROM plain) DELETE FROM plain WHERE id IN (SELECT id FROM gone)
