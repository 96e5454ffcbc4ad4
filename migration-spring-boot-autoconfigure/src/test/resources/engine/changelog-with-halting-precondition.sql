--liquibase formatted sql
--changeset ada:create-crew logicalFilePath:changelog
CREATE TABLE crew (id INTEGER PRIMARY KEY, name TEXT);
--rollback DROP TABLE crew;
--changeset ada:first-crew logicalFilePath:changelog
INSERT INTO crew VALUES (1, 'Deckhands');
--rollback DELETE FROM crew WHERE id = 1;
--changeset ada:create-agent logicalFilePath:changelog
CREATE TABLE agent (id INTEGER PRIMARY KEY);
--changeset ada:halting logicalFilePath:changelog
--preconditions onFail:HALT
--precondition-sql-check expectedResult:0 SELECT count(*) FROM crew
CREATE TABLE halting (id INTEGER PRIMARY KEY);
