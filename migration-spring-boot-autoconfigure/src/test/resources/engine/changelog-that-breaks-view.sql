--liquibase formatted sql

--changeset ada:break-view
CREATE TABLE crew (id INTEGER PRIMARY KEY, name TEXT);
CREATE VIEW crew_names AS SELECT id, name FROM crew;
CREATE VIEW long_names AS SELECT name FROM crew_names WHERE length(name) > 2;
CREATE OR REPLACE VIEW crew_names AS SELECT id FROM crew;
