--liquibase formatted sql
--changeset ada:twice logicalFilePath:changelog
CREATE TABLE a (id INTEGER PRIMARY KEY);
--changeset ada:twice logicalFilePath:changelog
CREATE TABLE b (id INTEGER PRIMARY KEY);
