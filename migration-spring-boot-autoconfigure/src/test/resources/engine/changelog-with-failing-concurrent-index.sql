--liquibase formatted sql
--changeset ada:create-crew logicalFilePath:changelog
CREATE TABLE crew (id INTEGER PRIMARY KEY, name TEXT);
--rollback DROP TABLE crew;
--changeset ada:twins logicalFilePath:changelog
INSERT INTO crew VALUES (1, 'Deckhands'), (2, 'Deckhands');
--changeset ada:index-crew runInTransaction:false logicalFilePath:changelog
CREATE UNIQUE INDEX CONCURRENTLY ux_crew_name ON crew (name);
