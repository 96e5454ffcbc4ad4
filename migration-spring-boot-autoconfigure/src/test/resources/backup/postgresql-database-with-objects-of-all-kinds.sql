CREATE SCHEMA kinds;
GRANT USAGE ON SCHEMA kinds TO ${reader} WITH GRANT OPTION;
CREATE SCHEMA "Other ""kinds";

CREATE AGGREGATE kinds.cnt(*) (SFUNC = int8inc, STYPE = int8, INITCOND = '0');
CREATE AGGREGATE cnt(*) (SFUNC = int8inc, STYPE = int8, INITCOND = '0');
COMMENT ON AGGREGATE kinds.cnt(*) IS 'counts';
CREATE AGGREGATE kinds.my_percentile(float8 ORDER BY anyelement) (SFUNC = ordered_set_transition, STYPE = internal,
	FINALFUNC = percentile_disc_final, FINALFUNC_EXTRA);
CREATE AGGREGATE kinds.my_rank(VARIADIC "any" ORDER BY VARIADIC "any") (SFUNC = ordered_set_transition_multi, STYPE = internal,
	FINALFUNC = rank_final, FINALFUNC_EXTRA, HYPOTHETICAL);
CREATE AGGREGATE kinds.moving(int) (SFUNC = int4pl, STYPE = int, MSFUNC = int4pl, MINVFUNC = int4mi, MSTYPE = int);

CREATE TYPE kinds.shell;
CREATE TYPE kinds.base;
CREATE FUNCTION kinds.base_in(cstring) RETURNS kinds.base LANGUAGE internal IMMUTABLE STRICT AS 'int4in';
CREATE FUNCTION kinds.base_out(kinds.base) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'int4out';
CREATE TYPE kinds.base (INPUT = kinds.base_in, OUTPUT = kinds.base_out, LIKE = int4);
CREATE TYPE kinds.mood AS ENUM ('glad', 'sad');
CREATE TYPE kinds.pair AS (one int, two kinds.mood);
CREATE TYPE kinds.span AS RANGE (SUBTYPE = float8, MULTIRANGE_TYPE_NAME = kinds.spans);
CREATE DOMAIN kinds.positive AS int CONSTRAINT is_positive CHECK (VALUE > 0);
CREATE DOMAIN kinds.pairs AS kinds.pair[];

CREATE FUNCTION kinds.overloaded(int) RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION kinds.overloaded(text DEFAULT 'a', OUT one int, OUT two int) LANGUAGE sql AS 'SELECT 1, 2';
CREATE FUNCTION kinds.many(VARIADIC kinds.mood[]) RETURNS SETOF kinds.pair LANGUAGE sql AS 'SELECT NULL::kinds.pair';
CREATE FUNCTION kinds.standard(p kinds.pair) RETURNS int LANGUAGE sql IMMUTABLE RETURN p.one;
CREATE PROCEDURE kinds.act(IN a int, OUT b int, INOUT c kinds.mood) LANGUAGE sql AS 'SELECT 1, c';
CREATE FUNCTION kinds.pair_less(kinds.pair, kinds.pair) RETURNS bool LANGUAGE sql IMMUTABLE AS 'SELECT ($1).one < ($2).one';
CREATE FUNCTION kinds.pair_equal(kinds.pair, kinds.pair) RETURNS bool LANGUAGE sql IMMUTABLE AS 'SELECT ($1).one = ($2).one';
CREATE FUNCTION kinds.pair_compare(kinds.pair, kinds.pair) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT ($1).one - ($2).one';
CREATE OPERATOR kinds.<<< (LEFTARG = kinds.pair, RIGHTARG = kinds.pair, FUNCTION = kinds.pair_less);
CREATE OPERATOR kinds.=== (LEFTARG = kinds.pair, RIGHTARG = kinds.pair, FUNCTION = kinds.pair_equal, COMMUTATOR = OPERATOR(kinds.===),
	NEGATOR = OPERATOR(kinds.!==));
CREATE OPERATOR kinds.!! (RIGHTARG = int8, FUNCTION = int8um);
CREATE OPERATOR FAMILY kinds.pair_family USING btree;
CREATE OPERATOR FAMILY kinds.empty_family USING hash;
CREATE OPERATOR CLASS kinds.pair_operators FOR TYPE kinds.pair USING btree FAMILY kinds.pair_family AS
	OPERATOR 1 kinds.<<<, OPERATOR 3 kinds.===, FUNCTION 1 kinds.pair_compare(kinds.pair, kinds.pair);

CREATE CAST (kinds.pair AS int) WITH FUNCTION kinds.standard(kinds.pair) AS ASSIGNMENT;
CREATE CAST (varchar AS int) WITH INOUT AS IMPLICIT;
CREATE CAST (bool AS int8) WITH INOUT;
COMMENT ON CAST (varchar AS int) IS 'as another database has it';
CREATE CONVERSION kinds.latin_to_utf8 FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;
CREATE COLLATION kinds.plain (locale = 'C');
CREATE TEXT SEARCH PARSER kinds.words (START = prsd_start, GETTOKEN = prsd_nexttoken, END = prsd_end, LEXTYPES = prsd_lextype);
CREATE TEXT SEARCH TEMPLATE kinds.plain_template (INIT = dsimple_init, LEXIZE = dsimple_lexize);
CREATE TEXT SEARCH DICTIONARY kinds.plain_words (TEMPLATE = kinds.plain_template);
CREATE TEXT SEARCH CONFIGURATION kinds.plain_search (PARSER = kinds.words);
ALTER TEXT SEARCH CONFIGURATION kinds.plain_search ADD MAPPING FOR word WITH kinds.plain_words;
COMMENT ON TEXT SEARCH PARSER kinds.words IS 'words';

CREATE ACCESS METHOD another_heap TYPE TABLE HANDLER heap_tableam_handler;
CREATE ACCESS METHOD another_btree TYPE INDEX HANDLER bthandler;
CREATE OPERATOR CLASS kinds.another_int DEFAULT FOR TYPE int USING another_btree AS
	OPERATOR 1 <, OPERATOR 2 <=, OPERATOR 3 =, OPERATOR 4 >=, OPERATOR 5 >, FUNCTION 1 btint4cmp(int, int);
CREATE FUNCTION kinds.handler() RETURNS language_handler LANGUAGE c AS '$libdir/plpgsql', 'plpgsql_call_handler';
CREATE FUNCTION kinds.validator(oid) RETURNS void LANGUAGE c STRICT AS '$libdir/plpgsql', 'plpgsql_validator';
CREATE LANGUAGE another_sql HANDLER kinds.handler VALIDATOR kinds.validator;
CREATE TRUSTED LANGUAGE "Odd language" HANDLER kinds.handler;
CREATE FUNCTION kinds.in_another_language() RETURNS int LANGUAGE another_sql AS 'BEGIN RETURN 1; END';
CREATE FUNCTION kinds.from_sql(internal) RETURNS internal LANGUAGE internal IMMUTABLE AS 'int4recv';
CREATE TRANSFORM FOR int LANGUAGE sql (FROM SQL WITH FUNCTION prsd_lextype(internal), TO SQL WITH FUNCTION int4recv(internal));
CREATE TRANSFORM FOR kinds.pair LANGUAGE another_sql (FROM SQL WITH FUNCTION kinds.from_sql(internal));

CREATE FOREIGN DATA WRAPPER kind_of_wrapper OPTIONS (debug 'true');
CREATE SERVER kind_of_server TYPE 'one' VERSION '1' FOREIGN DATA WRAPPER kind_of_wrapper OPTIONS (host 'nowhere');
CREATE USER MAPPING FOR PUBLIC SERVER kind_of_server OPTIONS (user 'somebody');
CREATE USER MAPPING FOR ${reader} SERVER kind_of_server;
GRANT USAGE ON FOREIGN SERVER kind_of_server TO ${reader};
CREATE FOREIGN TABLE kinds.far (id int OPTIONS (column_name 'x') NOT NULL, mood kinds.mood) SERVER kind_of_server OPTIONS (a 'b');

CREATE TABLE kinds.plain (id int GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY, mood kinds.mood, base kinds.base, pair kinds.pair,
	span kinds.span, spans kinds.spans, positive kinds.positive, pairs kinds.pairs, name text COLLATE kinds.plain,
	EXCLUDE USING gist (span WITH &&));
CREATE TABLE kinds.in_another_heap (id int) USING another_heap;
CREATE INDEX by_pair ON kinds.plain (pair kinds.pair_operators);
CREATE INDEX by_expression ON kinds.plain (kinds.standard(pair));
CREATE TABLE kinds.typed OF kinds.pair (PRIMARY KEY (one));
CREATE TABLE kinds.parts (id int, part kinds.mood) PARTITION BY LIST (part);
CREATE TABLE kinds.glad_parts PARTITION OF kinds.parts FOR VALUES IN ('glad') PARTITION BY RANGE (id);
CREATE TABLE kinds.few_glad_parts PARTITION OF kinds.glad_parts FOR VALUES FROM (MINVALUE) TO (10);
CREATE FOREIGN TABLE kinds.far_parts PARTITION OF kinds.parts FOR VALUES IN ('sad') SERVER kind_of_server;
CREATE UNLOGGED TABLE "Other ""kinds"."T" (id bigserial);
CREATE SEQUENCE kinds.numbers AS smallint CYCLE;
CREATE VIEW kinds.seen AS SELECT id, kinds.cnt(*) FROM kinds.plain GROUP BY id;
CREATE RECURSIVE VIEW kinds.counted (n) AS VALUES (1) UNION ALL SELECT n + 1 FROM counted WHERE n < 3;
CREATE MATERIALIZED VIEW kinds.kept AS SELECT id FROM kinds.seen;
CREATE MATERIALIZED VIEW kinds.not_kept AS SELECT id FROM kinds.kept WITH NO DATA;
CREATE STATISTICS kinds.related (ndistinct) ON id, mood FROM kinds.plain;
CREATE STATISTICS kinds.expressions ON (id + 1), mood FROM kinds.plain;
CREATE FUNCTION kinds.triggered() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER triggered AFTER INSERT ON kinds.plain REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION kinds.triggered();
CREATE CONSTRAINT TRIGGER deferred AFTER INSERT ON kinds.plain DEFERRABLE FOR EACH ROW EXECUTE FUNCTION kinds.triggered();
ALTER TABLE kinds.plain ENABLE ALWAYS TRIGGER triggered;
CREATE TRIGGER instead INSTEAD OF INSERT ON kinds.seen FOR EACH ROW EXECUTE FUNCTION kinds.triggered();
CREATE RULE redirected AS ON INSERT TO kinds.parts DO ALSO NOTIFY parts;
CREATE POLICY some_of_them ON kinds.plain AS RESTRICTIVE FOR UPDATE TO PUBLIC USING (id > 0) WITH CHECK (id > 1);
ALTER TABLE kinds.plain FORCE ROW LEVEL SECURITY;

CREATE PUBLICATION everything FOR ALL TABLES WITH (publish = 'insert');
CREATE PUBLICATION a_few FOR TABLE kinds.plain WHERE (id > 3), TABLES IN SCHEMA "Other ""kinds";
CREATE PUBLICATION columns FOR TABLE kinds.plain (id, mood), kinds.typed;
CREATE PUBLICATION nothing;
ALTER DEFAULT PRIVILEGES IN SCHEMA kinds GRANT SELECT ON TABLES TO ${reader};
ALTER DEFAULT PRIVILEGES GRANT USAGE ON TYPES TO ${reader};
GRANT EXECUTE ON FUNCTION pg_catalog.pg_read_file(text) TO ${reader};
REVOKE USAGE ON LANGUAGE plpgsql FROM PUBLIC;

INSERT INTO kinds.plain VALUES (1, 'glad', '7', (1, 'sad'), '[1,2)', '{[1,2),[3,4)}', 5, ARRAY[(1, 'sad')::kinds.pair], 'a');
INSERT INTO kinds.in_another_heap VALUES (1), (2);
INSERT INTO kinds.typed VALUES (1, 'sad');
INSERT INTO kinds.parts VALUES (1, 'glad');
INSERT INTO "Other ""kinds"."T" VALUES (DEFAULT);
REFRESH MATERIALIZED VIEW kinds.kept;
SELECT lo_from_bytea(1234, '\x0102');
SELECT lo_from_bytea(99999, '\x0304');
COMMENT ON LARGE OBJECT 1234 IS 'an old one';
GRANT SELECT ON LARGE OBJECT 1234 TO ${reader};

CREATE FUNCTION kinds.guarded() RETURNS event_trigger LANGUAGE plpgsql AS $$BEGIN
	IF current_setting('kinds.guarded', true) = 'on' THEN RAISE EXCEPTION 'guarded'; END IF; END$$;
CREATE EVENT TRIGGER guard_of_drops ON sql_drop EXECUTE FUNCTION kinds.guarded();
CREATE EVENT TRIGGER guard_of_creations ON ddl_command_end WHEN TAG IN ('CREATE TABLE') EXECUTE FUNCTION kinds.guarded();
ALTER EVENT TRIGGER guard_of_creations DISABLE;
COMMENT ON EVENT TRIGGER guard_of_drops IS 'a guard';
