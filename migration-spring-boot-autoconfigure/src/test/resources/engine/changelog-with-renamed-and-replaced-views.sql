--liquibase formatted sql

--changeset ada:create-views
CREATE TABLE crew (id INTEGER PRIMARY KEY, name TEXT);
INSERT INTO crew VALUES (1, 'Ada');
CREATE VIEW crew_names AS SELECT id, name FROM crew;
CREATE VIEW long_names AS SELECT name FROM crew_names WHERE length(name) > 2;
--rollback DROP TABLE crew;

--changeset ada:rename-view
ALTER VIEW crew_names RENAME TO names;
--rollback ALTER VIEW names RENAME TO crew_names;

--changeset ada:replace-view runInTransaction:false
CREATE OR REPLACE VIEW names AS SELECT id, upper(name) AS name FROM crew;
--rollback CREATE OR REPLACE VIEW names AS SELECT id, name FROM crew;
