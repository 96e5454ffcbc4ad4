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
--changeset ada:rebuild-crew logicalFilePath:changelog
CREATE TABLE crew_new (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
INSERT INTO crew_new SELECT id, name FROM crew;
DROP TABLE crew;
ALTER TABLE crew_new RENAME TO crew;
