--liquibase formatted sql
--changeset ada:create-crew logicalFilePath:changelog
CREATE TABLE crew (id INTEGER PRIMARY KEY, name TEXT);
--rollback DROP TABLE crew;
--changeset ada:first-crew logicalFilePath:changelog
INSERT INTO crew VALUES (1, 'Deckhands');
--rollback DELETE FROM crew WHERE id = 1;
--changeset ada:settings logicalFilePath:changelog
INSERT INTO crew VALUES (2, current_setting('lock_timeout')), (3, current_setting('client_connection_check_interval'));
--rollback DELETE FROM crew WHERE id > 1;
