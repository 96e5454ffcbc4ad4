--liquibase formatted sql
--changeset ada:create-a
CREATE TABLE a (id INTEGER PRIMARY KEY);
