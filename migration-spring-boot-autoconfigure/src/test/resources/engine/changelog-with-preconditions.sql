--liquibase formatted sql
--changeset ada:create-crew logicalFilePath:changelog
CREATE TABLE crew (id INTEGER PRIMARY KEY, name TEXT);
--rollback DROP TABLE crew;
--changeset ada:first-crew logicalFilePath:changelog
INSERT INTO crew VALUES (1, 'Deckhands');
--rollback DELETE FROM crew WHERE id = 1;
--changeset ada:marked logicalFilePath:changelog
--preconditions onFail:MARK_RAN
--precondition-sql-check expectedResult:0 SELECT count(*) FROM crew
CREATE TABLE marked (id INTEGER PRIMARY KEY);
--changeset ada:skipped logicalFilePath:changelog
--preconditions onFail:CONTINUE
--precondition-sql-check expectedResult:0 SELECT count(*) FROM crew
CREATE TABLE skipped (id INTEGER PRIMARY KEY);
--changeset ada:create-agent logicalFilePath:changelog
CREATE TABLE agent (id INTEGER PRIMARY KEY);
