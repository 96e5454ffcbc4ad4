--liquibase formatted sql
--changeset ada:create-crew logicalFilePath:changelog
CREATE TABLE crew (id INTEGER PRIMARY KEY);
--rollback DROP TABLE crew;
--changeset ada:vacuum runInTransaction:false logicalFilePath:changelog
VACUUM;
--rollback not required
