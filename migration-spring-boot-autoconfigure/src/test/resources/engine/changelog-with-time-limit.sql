--liquibase formatted sql
--changeset ada:create-crew logicalFilePath:changelog
CREATE TABLE crew (id INTEGER PRIMARY KEY, name TEXT);
--rollback DROP TABLE crew;
--changeset ada:first-crew logicalFilePath:changelog
INSERT INTO crew VALUES (1, 'Deckhands');
--rollback DELETE FROM crew WHERE id = 1;
--changeset ada:sleep logicalFilePath:changelog
SET LOCAL statement_timeout = '200ms';
SELECT pg_sleep(600);
