--liquibase formatted sql
--changeset ada:create-b
CREATE TABLE b (id INTEGER PRIMARY KEY);
