--liquibase formatted sql
--changeset ada:create-crew dbms:oracle logicalFilePath:changelog
CREATE TABLE crew (id NUMBER);
--rollback DROP TABLE crew CASCADE CONSTRAINTS;
--changeset ada:create-crew dbms:sqlite logicalFilePath:changelog
CREATE TABLE crew (id INTEGER PRIMARY KEY);
--rollback DROP TABLE crew;
