--liquibase formatted sql
--changeset ada:create-module logicalFilePath:module
CREATE TABLE module (id INTEGER PRIMARY KEY);
