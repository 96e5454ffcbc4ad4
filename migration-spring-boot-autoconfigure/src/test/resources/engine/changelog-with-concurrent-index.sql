--liquibase formatted sql
--changeset ada:create-crew logicalFilePath:changelog
CREATE TABLE crew (id INTEGER PRIMARY KEY, name TEXT);
--rollback DROP TABLE crew;
--changeset ada:first-crew logicalFilePath:changelog
INSERT INTO crew VALUES (1, 'Deckhands');
--rollback DELETE FROM crew WHERE id = 1;
--changeset ada:index-crew runInTransaction:false logicalFilePath:changelog
CREATE INDEX CONCURRENTLY ix_crew_name ON crew (name);
--rollback DROP INDEX ix_crew_name;
--changeset ada:create-agent logicalFilePath:changelog
CREATE TABLE agent (id INTEGER PRIMARY KEY);
--rollback DROP TABLE agent;
