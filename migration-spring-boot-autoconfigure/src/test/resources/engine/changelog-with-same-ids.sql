--liquibase formatted sql
--changeset ada:create logicalFilePath:changelog
CREATE TABLE a (id INTEGER PRIMARY KEY);
--changeset bob:create logicalFilePath:changelog
CREATE TABLE b (id INTEGER PRIMARY KEY);
--changeset ada:create-more logicalFilePath:changelog
CREATE TABLE c (id INTEGER PRIMARY KEY);
--changeset ada:other logicalFilePath:changelog
CREATE TABLE d (id INTEGER PRIMARY KEY);
