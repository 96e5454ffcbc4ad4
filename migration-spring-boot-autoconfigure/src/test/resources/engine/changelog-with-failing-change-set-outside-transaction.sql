--liquibase formatted sql
--changeset ada:create-crew logicalFilePath:changelog
CREATE TABLE crew (id INTEGER PRIMARY KEY, name TEXT);
--rollback DROP TABLE crew;
--changeset ada:first-crew logicalFilePath:changelog
INSERT INTO crew VALUES (1, 'Deckhands');
--rollback DELETE FROM crew WHERE id = 1;
--changeset ada:broken runInTransaction:false logicalFilePath:changelog
CREATE TABLE half (id INTEGER PRIMARY KEY);
INSERT INTO no_such_table VALUES (1);
