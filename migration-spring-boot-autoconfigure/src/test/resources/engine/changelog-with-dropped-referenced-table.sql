--liquibase formatted sql
--changeset ada:create-crew logicalFilePath:changelog
CREATE TABLE crew (id INTEGER PRIMARY KEY, name TEXT);
--rollback DROP TABLE crew;
--changeset ada:first-crew logicalFilePath:changelog
INSERT INTO crew VALUES (1, 'Deckhands');
--rollback DELETE FROM crew WHERE id = 1;
--changeset ada:create-agent logicalFilePath:changelog
CREATE TABLE agent (id INTEGER PRIMARY KEY, crew INTEGER REFERENCES crew ON DELETE CASCADE);
INSERT INTO agent VALUES (7, 1);
--changeset ada:drop-crew logicalFilePath:changelog
DROP TABLE crew;
