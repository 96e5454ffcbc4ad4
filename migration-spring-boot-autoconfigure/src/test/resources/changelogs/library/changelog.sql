--liquibase formatted sql

--changeset generator:00000000000000 dbms:postgresql
CREATE SEQUENCE sequence_generator START WITH 1050 INCREMENT BY 50;
--rollback DROP SEQUENCE sequence_generator;

--changeset generator:00000000000001
CREATE TABLE lib_user (
    id ${bigIdentity},
    login VARCHAR(50) NOT NULL CONSTRAINT ux_user_login UNIQUE,
    password_hash VARCHAR(60),
    first_name VARCHAR(50),
    last_name VARCHAR(50),
    email VARCHAR(191) CONSTRAINT ux_user_email UNIQUE,
    image_url VARCHAR(256),
    activated BOOLEAN DEFAULT FALSE NOT NULL,
    lang_key VARCHAR(10),
    activation_key VARCHAR(20),
    reset_key VARCHAR(20),
    created_by VARCHAR(50) NOT NULL,
    created_date TIMESTAMP DEFAULT '2024-01-01 00:00:00',
    reset_date TIMESTAMP,
    last_modified_by VARCHAR(50),
    last_modified_date TIMESTAMP
);
CREATE TABLE lib_authority (
    name VARCHAR(50) PRIMARY KEY NOT NULL
);
CREATE TABLE lib_user_authority (
    user_id BIGINT NOT NULL,
    authority_name VARCHAR(50) NOT NULL
);
ALTER TABLE lib_user_authority ADD CONSTRAINT lib_user_authority_pkey PRIMARY KEY (user_id, authority_name);
ALTER TABLE lib_user_authority ADD CONSTRAINT fk_authority_name FOREIGN KEY (authority_name) REFERENCES lib_authority (name);
ALTER TABLE lib_user_authority ADD CONSTRAINT fk_user_id FOREIGN KEY (user_id) REFERENCES lib_user (id);
INSERT INTO lib_user (id, login, password_hash, first_name, last_name, email, image_url, activated, lang_key, created_by, last_modified_by) VALUES
    (1, 'admin', '$2a$10$gSAhZrxMllrbgj/kkK9UceBPpChGWJA7SYIb1Mqo.n5aNLq1/oRrC', 'Ada', 'Archivist', 'admin@localhost', '', TRUE, 'en', 'system', 'system'),
    (2, 'librarian', '$2a$10$VEjxo0jq2YG9Rbk2HmX9S.k1uZBGYUHdUcid3g/vfiEl7lwWgOH/K', 'Lina', 'O''Brien', 'librarian@localhost', '', TRUE, 'de', 'system', 'system'),
    (3, 'reader', '$2a$10$7EqJtq98hPqEX7fNZaFWoOhi5c3cV1Jm0nF0lqWf1t0rVqk2e0q6W', '', '', 'reader@localhost', '', FALSE, 'en', 'system', 'system');
INSERT INTO lib_authority (name) VALUES
    ('ROLE_ADMIN'),
    ('ROLE_LIBRARIAN'),
    ('ROLE_USER');
INSERT INTO lib_user_authority (user_id, authority_name) VALUES
    (1, 'ROLE_ADMIN'),
    (1, 'ROLE_USER'),
    (2, 'ROLE_LIBRARIAN'),
    (3, 'ROLE_USER');
ALTER TABLE lib_user ALTER COLUMN created_date DROP DEFAULT;
--rollback DROP TABLE lib_user_authority;
--rollback DROP TABLE lib_authority;
--rollback DROP TABLE lib_user;

--changeset generator:00000000000002
CREATE TABLE lib_audit_event (
    event_id ${bigIdentity},
    principal VARCHAR(50) NOT NULL,
    event_date TIMESTAMP,
    event_type VARCHAR(255)
);
CREATE TABLE lib_audit_event_data (
    event_id BIGINT NOT NULL,
    name VARCHAR(150) NOT NULL,
    value VARCHAR(255)
);
ALTER TABLE lib_audit_event_data ADD CONSTRAINT lib_audit_event_data_pkey PRIMARY KEY (event_id, name);
CREATE INDEX idx_audit_event ON lib_audit_event (principal, event_date);
CREATE INDEX idx_audit_event_data ON lib_audit_event_data (event_id);
ALTER TABLE lib_audit_event_data ADD CONSTRAINT fk_evt_audit_event_data FOREIGN KEY (event_id) REFERENCES lib_audit_event (event_id);
--rollback ALTER TABLE lib_audit_event_data DROP CONSTRAINT fk_evt_audit_event_data;
--rollback DROP INDEX idx_audit_event_data;
--rollback DROP INDEX idx_audit_event;
--rollback ALTER TABLE lib_audit_event_data DROP CONSTRAINT lib_audit_event_data_pkey;
--rollback DROP TABLE lib_audit_event_data;
--rollback DROP TABLE lib_audit_event;

--changeset generator:20240301090000-1
CREATE TABLE author (
    id ${bigIdentity},
    name VARCHAR(100) NOT NULL,
    born DATE,
    biography TEXT,
    rating DECIMAL(4,2)
);
--rollback DROP TABLE author;

--changeset generator:20240301090000-1-data context:dev
INSERT INTO author (id, name, born, biography, rating) VALUES
    (1, 'Mary Shelley', '1797-08-30', 'Wrote "Frankenstein; or, The Modern Prometheus".', 4.50),
    (2, 'Jules Verne', '1828-02-08', 'Zwanzigtausend Meilen – unter dem Meer', 4.25),
    (3, 'Anonymous', NULL, NULL, NULL);
--rollback DELETE FROM author;

--changeset generator:20240301090100-1
CREATE TABLE book (
    id ${bigIdentity},
    title VARCHAR(60) NOT NULL,
    isbn VARCHAR(13) CONSTRAINT ux_book__isbn UNIQUE,
    pages INTEGER,
    price DECIMAL(21,2) NOT NULL,
    published DATE,
    available BOOLEAN,
    catalogue_key ${uuidType},
    cover ${blobType},
    added_at TIMESTAMP,
    author_id BIGINT
);
ALTER TABLE book ALTER COLUMN added_at DROP DEFAULT;
--rollback DROP TABLE book;

--changeset generator:20240301090100-1-data context:dev
INSERT INTO book (id, title, isbn, pages, price, published, available, catalogue_key, author_id, added_at) VALUES
    (1, 'Frankenstein', '9780000000011', 280, 12.50, '1818-01-01', TRUE, '1b4e28ba-2fa1-11d2-883f-0016d3cca427', 1, '2024-03-01 09:30:00'),
    (2, 'Around the World', '9780000000028', NULL, 9.90, '1872-12-22', TRUE, '1b4e28ba-2fa1-11d2-883f-0016d3cca428', 2, '2024-03-01 09:31:15'),
    (3, 'The Mysterious Island', '9780000000035', 716, 19.00, '1875-01-01', FALSE, '1b4e28ba-2fa1-11d2-883f-0016d3cca429', 2, '2024-03-02 18:00:00'),
    (4, 'Beowulf', '9780000000042', 120, 5.05, NULL, TRUE, '1b4e28ba-2fa1-11d2-883f-0016d3cca42a', 3, '2024-03-03 00:00:01');
--rollback DELETE FROM book;

--changeset generator:20240301090100-2
ALTER TABLE book ADD CONSTRAINT fk_book__author_id FOREIGN KEY (author_id) REFERENCES author (id);
--rollback ALTER TABLE book DROP CONSTRAINT fk_book__author_id;

--changeset generator:20240301090200-1
CREATE TABLE genre (
    code VARCHAR(20) PRIMARY KEY NOT NULL,
    label VARCHAR(40) NOT NULL
);
CREATE TABLE rel_book__genre (
    genre_code VARCHAR(20) NOT NULL,
    book_id BIGINT NOT NULL
);
ALTER TABLE rel_book__genre ADD CONSTRAINT rel_book__genre_pkey PRIMARY KEY (book_id, genre_code);
--rollback ALTER TABLE rel_book__genre DROP CONSTRAINT rel_book__genre_pkey;
--rollback DROP TABLE rel_book__genre;
--rollback DROP TABLE genre;

--changeset generator:20240301090200-1-data context:dev
INSERT INTO genre (code, label) VALUES ('SF', 'SF');
INSERT INTO genre (code, label) VALUES ('TRAVEL', 'Travel');
INSERT INTO rel_book__genre (book_id, genre_code) VALUES (1, 'SF');
INSERT INTO rel_book__genre (book_id, genre_code) VALUES (2, 'TRAVEL');
INSERT INTO rel_book__genre (book_id, genre_code) VALUES (3, 'SF');
--rollback DELETE FROM rel_book__genre;
--rollback DELETE FROM genre;

--changeset generator:20240301090200-2
ALTER TABLE rel_book__genre ADD CONSTRAINT fk_rel_book__genre__book_id FOREIGN KEY (book_id) REFERENCES book (id) ON DELETE CASCADE;
ALTER TABLE rel_book__genre ADD CONSTRAINT fk_rel_book__genre__genre_code FOREIGN KEY (genre_code) REFERENCES genre (code);
--rollback ALTER TABLE rel_book__genre DROP CONSTRAINT fk_rel_book__genre__genre_code;
--rollback ALTER TABLE rel_book__genre DROP CONSTRAINT fk_rel_book__genre__book_id;

--changeset generator:20240315120000-1
CREATE TABLE loan (
    id ${bigIdentity},
    lent_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL,
    returned_at TIMESTAMP,
    state VARCHAR(20) DEFAULT 'OPEN',
    fee DOUBLE PRECISION,
    book_id BIGINT,
    reader_id BIGINT,
    obsolete_note VARCHAR(255)
);
--rollback DROP TABLE loan;

--changeset generator:20240315120000-1-data context:dev
INSERT INTO loan (id, lent_at, returned_at, state, fee, book_id, reader_id, obsolete_note) VALUES (1, '2024-03-16 08:15:00', '2024-03-30 17:45:30', 'RETURNED', 0.75, 1, 3, 'torn page; the reader''s dog');
INSERT INTO loan (id, lent_at, book_id, reader_id) VALUES (2, '2024-04-01 10:00:00', 3, 2);
INSERT INTO loan (id, lent_at, state, book_id, reader_id) VALUES (3, '2024-04-02 10:00:00', NULL, 2, 3);
--rollback DELETE FROM loan;

--changeset generator:20240315120000-2
ALTER TABLE loan ADD CONSTRAINT fk_loan__book_id FOREIGN KEY (book_id) REFERENCES book (id);
ALTER TABLE loan ADD CONSTRAINT fk_loan__reader_id FOREIGN KEY (reader_id) REFERENCES lib_user (id);
--rollback ALTER TABLE loan DROP CONSTRAINT fk_loan__reader_id;
--rollback ALTER TABLE loan DROP CONSTRAINT fk_loan__book_id;

--changeset generator:20240315120000-3
ALTER TABLE loan ALTER COLUMN lent_at DROP DEFAULT;
--rollback ALTER TABLE loan ALTER COLUMN lent_at SET DEFAULT CURRENT_TIMESTAMP;

--changeset maintainer:20240402080000-1
--comment Audit columns for all entities
ALTER TABLE author ADD COLUMN created_by VARCHAR(50) DEFAULT 'system' NOT NULL;
ALTER TABLE author ADD COLUMN created_date TIMESTAMP;
ALTER TABLE book ADD COLUMN created_by VARCHAR(50) DEFAULT 'system' NOT NULL;
ALTER TABLE book ADD COLUMN created_date TIMESTAMP DEFAULT '2024-04-02 00:00:00' NOT NULL;
ALTER TABLE book ADD COLUMN version INTEGER DEFAULT 0 NOT NULL;
--rollback ALTER TABLE book DROP COLUMN version;
--rollback ALTER TABLE book DROP COLUMN created_date;
--rollback ALTER TABLE book DROP COLUMN created_by;
--rollback ALTER TABLE author DROP COLUMN created_date;
--rollback ALTER TABLE author DROP COLUMN created_by;

--changeset maintainer:20240402080000-2
ALTER TABLE book ALTER COLUMN created_date DROP DEFAULT;
ALTER TABLE author ALTER COLUMN created_by DROP DEFAULT;
--rollback ALTER TABLE author ALTER COLUMN created_by SET DEFAULT 'system';
--rollback ALTER TABLE book ALTER COLUMN created_date SET DEFAULT '2024-04-02 00:00:00';

--changeset maintainer:20240410080000-1
ALTER TABLE book ALTER COLUMN title TYPE VARCHAR(255);
ALTER TABLE book ALTER COLUMN pages TYPE BIGINT;
--rollback ALTER TABLE book ALTER COLUMN pages TYPE INTEGER;
--rollback ALTER TABLE book ALTER COLUMN title TYPE VARCHAR(60);

--changeset maintainer:20240410080000-2
UPDATE book SET pages = 0 WHERE pages IS NULL;
ALTER TABLE book ALTER COLUMN pages SET NOT NULL;
UPDATE loan SET state = 'OPEN' WHERE state IS NULL;
ALTER TABLE loan ALTER COLUMN state SET NOT NULL;
--rollback ALTER TABLE loan ALTER COLUMN state DROP NOT NULL;
--rollback ALTER TABLE book ALTER COLUMN pages DROP NOT NULL;

--changeset maintainer:20240411080000-1
CREATE UNIQUE INDEX ux_book__catalogue_key ON book (catalogue_key);
CREATE INDEX idx_book__author_title ON book (author_id, title);
--rollback DROP INDEX idx_book__author_title;
--rollback DROP INDEX ux_book__catalogue_key;

--changeset maintainer:20240412080000-1
ALTER TABLE genre ADD COLUMN position SMALLINT;
--rollback ALTER TABLE genre DROP COLUMN position;

--changeset maintainer:20240412080000-2
INSERT INTO genre (code, label, position) VALUES
    ('SF', 'Science fiction', 1),
    ('TRAVEL', 'Travel & adventure', 2),
    ('EPIC', 'Epic poetry', 3)
    ON CONFLICT (code) DO UPDATE SET label = excluded.label, position = excluded.position;
--rollback empty

--changeset maintainer:20240501080000-1
ALTER TABLE loan DROP COLUMN obsolete_note;
--rollback ALTER TABLE loan ADD COLUMN obsolete_note VARCHAR(255);

--changeset maintainer:20240501080000-2
ALTER TABLE loan RENAME COLUMN reader_id TO borrower_id;
ALTER TABLE author RENAME COLUMN born TO birth_date;
--rollback ALTER TABLE author RENAME COLUMN birth_date TO born;
--rollback ALTER TABLE loan RENAME COLUMN borrower_id TO reader_id;

--changeset maintainer:20240502080000-1
ALTER TABLE book ADD COLUMN successor_id BIGINT CONSTRAINT fk_book__successor_id REFERENCES book (id);
UPDATE book SET successor_id = 3 WHERE title LIKE 'Around%';
--rollback ALTER TABLE book DROP COLUMN successor_id;

--changeset maintainer:20240503080000-1
ALTER TABLE author ADD CONSTRAINT ux_author__name_birth_date UNIQUE (name, birth_date);
--rollback ALTER TABLE author DROP CONSTRAINT ux_author__name_birth_date;

--changeset maintainer:20240504080000-1
ALTER TABLE loan DROP CONSTRAINT fk_loan__book_id;
ALTER TABLE loan ADD CONSTRAINT fk_loan__book_id FOREIGN KEY (book_id) REFERENCES book (id) ON DELETE SET NULL;
--rollback ALTER TABLE loan DROP CONSTRAINT fk_loan__book_id;
--rollback ALTER TABLE loan ADD CONSTRAINT fk_loan__book_id FOREIGN KEY (book_id) REFERENCES book (id);

--changeset maintainer:20240505080000-1 context:prod
DELETE FROM loan;
--rollback empty

--changeset maintainer:20240506080000-1
ALTER TABLE lib_user DROP CONSTRAINT ux_user_email;
ALTER TABLE lib_user ALTER COLUMN email TYPE VARCHAR(254);
ALTER TABLE lib_user ADD CONSTRAINT ux_user_email UNIQUE (email);
--rollback ALTER TABLE lib_user DROP CONSTRAINT ux_user_email;
--rollback ALTER TABLE lib_user ALTER COLUMN email TYPE VARCHAR(191);
--rollback ALTER TABLE lib_user ADD CONSTRAINT ux_user_email UNIQUE (email);

--changeset maintainer:20240507080000-1
CREATE VIEW open_loan AS
    SELECT l.id, b.title, u.login FROM loan l JOIN book b ON b.id = l.book_id JOIN lib_user u ON u.id = l.borrower_id WHERE l.state = 'OPEN';
--rollback DROP VIEW open_loan;

--changeset maintainer:20240508080000-1
ALTER TABLE lib_user ALTER COLUMN lang_key SET DEFAULT 'en';
ALTER TABLE book ALTER COLUMN available SET DEFAULT TRUE;
ALTER TABLE author ALTER COLUMN rating SET DEFAULT 2.5;
--rollback ALTER TABLE author ALTER COLUMN rating DROP DEFAULT;
--rollback ALTER TABLE book ALTER COLUMN available DROP DEFAULT;
--rollback ALTER TABLE lib_user ALTER COLUMN lang_key DROP DEFAULT;

--changeset maintainer:20240508080000-2
INSERT INTO book (id, title, pages, price, author_id, created_date) VALUES (5, 'A title that is longer than sixty characters, for which the column was lengthened', 3000000000, 0.1, (SELECT id FROM author WHERE name = 'Jules Verne'), '2024-05-08 08:00:00');
--rollback DELETE FROM book WHERE id = 5;
