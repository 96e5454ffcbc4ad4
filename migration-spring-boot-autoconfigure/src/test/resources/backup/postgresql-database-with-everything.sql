CREATE EXTENSION hstore;
CREATE SCHEMA extras;
CREATE EXTENSION citext SCHEMA extras;
CREATE SCHEMA shop;
CREATE SCHEMA "Odd ""schema";
COMMENT ON SCHEMA shop IS 'What''s sold';
GRANT USAGE ON SCHEMA shop TO ${reader};
ALTER DEFAULT PRIVILEGES IN SCHEMA shop GRANT SELECT ON TABLES TO ${reader};

CREATE TYPE shop.mood AS ENUM ('glad', 'sad');
CREATE TYPE shop.address AS (street text, "House No" int);
CREATE TYPE shop.span AS RANGE (subtype = numeric);
CREATE DOMAIN shop.positive AS int CHECK (VALUE > 0);
CREATE COLLATION shop."Plain" (locale = 'C');
CREATE SEQUENCE shop.numbers START 5 INCREMENT 3;
SELECT nextval('shop.numbers'), nextval('shop.numbers');

CREATE FUNCTION shop.twice(value int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT value * 2';
CREATE FUNCTION shop.touch() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN NEW.touched := true; RETURN NEW; END$$;
CREATE PROCEDURE shop.nothing() LANGUAGE sql AS '';
CREATE AGGREGATE shop.total (int) (SFUNC = int4pl, STYPE = int, INITCOND = '0');
CREATE OPERATOR shop.<+> (LEFTARG = int, RIGHTARG = int, FUNCTION = int4pl);

CREATE TABLE shop.customer (
	id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	name varchar(40) COLLATE shop."Plain" NOT NULL,
	mood shop.mood DEFAULT 'glad',
	home shop.address,
	age shop.positive,
	doubled int GENERATED ALWAYS AS (shop.twice(5)) STORED,
	touched boolean DEFAULT false,
	favourite int,
	CONSTRAINT sane CHECK (length(name) > 0)
);
CREATE TABLE shop."Order" (
	"Id" serial PRIMARY KEY,
	customer int NOT NULL REFERENCES shop.customer (id) ON DELETE CASCADE,
	tags text[],
	details jsonb,
	attributes public.hstore,
	label extras.citext UNIQUE,
	span shop.span,
	amount numeric(12, 2),
	at timestamptz,
	day date,
	token uuid,
	data bytea,
	bits bit(5),
	address inet,
	document xml,
	place point,
	words tsvector,
	pause interval
);
ALTER TABLE shop.customer ADD CONSTRAINT favourite FOREIGN KEY (favourite) REFERENCES shop."Order" ("Id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX glad ON shop.customer (lower(name)) WHERE mood = 'glad';
CREATE UNIQUE INDEX by_customer ON shop."Order" (customer, "Id" DESC) INCLUDE (amount);
CREATE STATISTICS shop.related ON customer, amount FROM shop."Order";
CREATE TRIGGER touch BEFORE UPDATE ON shop.customer FOR EACH ROW EXECUTE FUNCTION shop.touch();
CREATE RULE never AS ON DELETE TO shop.customer DO INSTEAD NOTHING;
COMMENT ON COLUMN shop.customer.name IS 'as it''s "written"';
GRANT SELECT (id, name) ON shop.customer TO ${reader};
GRANT SELECT, UPDATE ON shop."Order" TO ${reader} WITH GRANT OPTION;
ALTER TABLE shop."Order" ENABLE ROW LEVEL SECURITY;
CREATE POLICY all_of_them ON shop."Order" TO ${reader} USING (customer > 0);

CREATE TABLE "Odd ""schema"."Two words; DROP" ("a ""b""" int, "new
line" text);
CREATE TABLE "user" (id int PRIMARY KEY);
CREATE UNLOGGED TABLE fleeting (id int);
CREATE TABLE parent (id int);
CREATE TABLE heir (extra int) INHERITS (parent);
CREATE TABLE measure (at date, value int) PARTITION BY RANGE (at);
CREATE TABLE measure_2025 PARTITION OF measure FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE TABLE measure_rest PARTITION OF measure DEFAULT;
CREATE INDEX ON measure (value);
CREATE VIEW shop.glad_customers WITH (security_barrier) AS SELECT id, name FROM shop.customer WHERE mood = 'glad';
CREATE MATERIALIZED VIEW shop.sums AS SELECT customer, sum(amount) AS sum FROM shop."Order" GROUP BY customer;
CREATE UNIQUE INDEX ON shop.sums (customer);
CREATE TEXT SEARCH CONFIGURATION shop.simple_words (COPY = pg_catalog.simple);

INSERT INTO shop.customer (name, home, age) VALUES ('Ada', ('A street', 7), 36), (E'tab\tquote''', NULL, NULL), ('ß', NULL, 1);
INSERT INTO shop."Order" (customer, tags, details, attributes, label, span, amount, at, day, token, data, bits, address, document,
	place, words, pause) VALUES (1, ARRAY['a', NULL, '{"}'], '{"k": [1, null]}', 'a=>1, b=>NULL', 'Mixed', '[1,2.5)', 12.50,
	'2026-01-01 00:00:00.123456+05', '-infinity', '00000000-0000-0000-0000-000000000001', '\x00ff5c0a', B'10101', '10.0.0.0/8',
	'<a/>', '(1,2)', 'fat cat', '1 mon 2 days'), (2, NULL, NULL, NULL, '\.', NULL, 'NaN', 'infinity', NULL, NULL, '', NULL,
	NULL, NULL, NULL, NULL, NULL);
UPDATE shop.customer SET favourite = 1 WHERE id = 1;
INSERT INTO "Odd ""schema"."Two words; DROP" VALUES (1, E'line\nbreak'), (NULL, '\.');
INSERT INTO "user" VALUES (1);
INSERT INTO fleeting VALUES (1);
INSERT INTO parent VALUES (1);
INSERT INTO heir VALUES (2, 3);
INSERT INTO measure VALUES ('2025-05-05', 1), ('2026-05-05', 2), (NULL, 3);
REFRESH MATERIALIZED VIEW shop.sums;
SELECT lo_from_bytea(424242, '\x0001020304');
COMMENT ON LARGE OBJECT 424242 IS 'a large one';
