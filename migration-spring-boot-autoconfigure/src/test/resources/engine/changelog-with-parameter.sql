--liquibase formatted sql
--changeset ada:create-table logicalFilePath:changelog
CREATE TABLE ${table} (id INTEGER PRIMARY KEY);
