--liquibase formatted sql
--changeset ada:create-crew logicalFilePath:changelog
CREATE TABLE crew (id INTEGER PRIMARY KEY, name TEXT);
--rollback DROP TABLE crew;
--changeset ada:first-crew logicalFilePath:changelog
INSERT INTO crew VALUES (1, 'Deckhands');
--rollback DELETE FROM crew WHERE id = 1;
--changeset ada:only-test context:test logicalFilePath:changelog
CREATE TABLE only_test (id INTEGER PRIMARY KEY);
--changeset ada:only-prod context:prod logicalFilePath:changelog
CREATE TABLE only_prod (id INTEGER PRIMARY KEY);
--changeset ada:feature labels:feature logicalFilePath:changelog
CREATE TABLE feature (id INTEGER PRIMARY KEY);
--changeset ada:only-oracle dbms:oracle logicalFilePath:changelog
CREATE TABLE only_oracle (id INTEGER PRIMARY KEY);
