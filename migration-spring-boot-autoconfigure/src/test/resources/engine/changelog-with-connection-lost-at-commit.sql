--liquibase formatted sql

--changeset studio:create-crew
CREATE TABLE crew (id INT PRIMARY KEY);

--changeset studio:end-session-at-commit splitStatements:false
CREATE FUNCTION end_session() RETURNS trigger LANGUAGE plpgsql AS
	'BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); PERFORM pg_sleep(10); RETURN NULL; END';
CREATE CONSTRAINT TRIGGER at_commit AFTER INSERT ON crew DEFERRABLE INITIALLY DEFERRED
	FOR EACH ROW EXECUTE FUNCTION end_session();
INSERT INTO crew VALUES (1);
