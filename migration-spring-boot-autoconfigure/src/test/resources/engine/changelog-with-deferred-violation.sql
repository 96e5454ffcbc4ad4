--liquibase formatted sql
--changeset ada:create-crew logicalFilePath:changelog
CREATE TABLE crew (id INTEGER PRIMARY KEY, name TEXT);
--rollback DROP TABLE crew;
--changeset ada:create-agent logicalFilePath:changelog
CREATE TABLE agent (id INTEGER PRIMARY KEY, crew INTEGER CONSTRAINT agent_crew_fkey REFERENCES crew DEFERRABLE INITIALLY DEFERRED);
INSERT INTO agent VALUES (1, 42);
