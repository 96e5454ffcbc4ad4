--liquibase formatted sql
--changeset broken
CREATE TABLE a (id INTEGER PRIMARY KEY);
