-- Who did what: a chain of rows, each bearing the hash of the one before it, so that nobody can change one unseen.

CREATE TABLE audit (
    number          bigint      PRIMARY KEY,
    at              timestamptz NOT NULL CHECK (isfinite(at)),
    who             text        NOT NULL,
    kind            text        NOT NULL,
    from_address    text        NOT NULL,
    action          text        NOT NULL,
    object          text        NOT NULL,
    outcome         text        NOT NULL CHECK (outcome IN ('done', 'refused', 'failed')),
    detail          text        NOT NULL CHECK (octet_length(detail) <= 65536),
    previous        bytea       NOT NULL CHECK (octet_length(previous) = 32),
    hash            bytea       NOT NULL CHECK (octet_length(hash) = 32)
);
CREATE INDEX ON audit (at);
CREATE INDEX ON audit (who, number);
CREATE INDEX ON audit (action text_pattern_ops, number);

COMMENT ON TABLE audit IS 'Append-only. audit_verify() says whether it is whole.';
COMMENT ON COLUMN audit.number IS 'From 1, without gaps.';
COMMENT ON COLUMN audit.at IS 'By the clock of the hub that wrote it.';
COMMENT ON COLUMN audit.kind IS 'user, token, agent, hub, nobody, ...: what who is.';
COMMENT ON COLUMN audit.previous IS 'The hash of the row before; of the first one 32 zeros.';
COMMENT ON COLUMN audit.hash IS 'SHA-256 of audit_text().';

-- Where the chain begins and ends. Whoever writes holds this row until the commit, so two hubs cannot fork it.
CREATE TABLE audit_chain (
    one             boolean     PRIMARY KEY DEFAULT true CHECK (one),
    removed_number  bigint      NOT NULL,
    removed_hash    bytea       NOT NULL CHECK (octet_length(removed_hash) = 32),
    head_number     bigint      NOT NULL,
    head_hash       bytea       NOT NULL CHECK (octet_length(head_hash) = 32),
    CHECK (removed_number BETWEEN 0 AND head_number)
);
INSERT INTO audit_chain VALUES (true, 0, decode(repeat('00', 32), 'hex'), 0, decode(repeat('00', 32), 'hex'));

COMMENT ON COLUMN audit_chain.removed_number IS 'The last one that retention has removed. A row behind it may not be deleted.';

-- What somebody was about to do. It goes with the row of audit that says what came of it.
CREATE TABLE audit_begun (
    id              uuid        PRIMARY KEY,
    at              timestamptz NOT NULL,
    who             text        NOT NULL,
    kind            text        NOT NULL,
    from_address    text        NOT NULL,
    action          text        NOT NULL,
    object          text        NOT NULL
);
CREATE INDEX ON audit_begun (at);

COMMENT ON TABLE audit_begun IS 'Nearly always empty: what is older than some minutes is of a hub that was killed meanwhile.';

CREATE FUNCTION audit_refuses() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% on % is refused: the audit log is append-only', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege',
              HINT = 'What is too old is removed by the hub''s job retain; see PULSE_AUDIT_DAYS.';
END
$$;

CREATE FUNCTION audit_keeps() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM gone, audit_chain WHERE gone.number > audit_chain.removed_number) THEN
        RAISE EXCEPTION 'DELETE on audit is refused: the audit log is append-only'
            USING ERRCODE = 'insufficient_privilege',
                  HINT = 'What is too old is removed by the hub''s job retain; see PULSE_AUDIT_DAYS.';
    END IF;
    RETURN NULL;
END
$$;

CREATE FUNCTION audit_goes_on() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.head_number < OLD.head_number OR NEW.removed_number < OLD.removed_number THEN
        RAISE EXCEPTION 'the chain of the audit log goes on, not back' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF NEW.removed_number > OLD.removed_number
       AND NOT EXISTS (SELECT FROM audit WHERE number = NEW.removed_number AND hash = NEW.removed_hash) THEN
        RAISE EXCEPTION 'there is no row % of that hash to remove up to', NEW.removed_number
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER append_only BEFORE UPDATE OR TRUNCATE ON audit FOR EACH STATEMENT EXECUTE FUNCTION audit_refuses();
CREATE TRIGGER from_the_old_end AFTER DELETE ON audit REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION audit_keeps();
CREATE TRIGGER one_row BEFORE INSERT OR DELETE OR TRUNCATE ON audit_chain FOR EACH STATEMENT EXECUTE FUNCTION audit_refuses();
CREATE TRIGGER goes_on BEFORE UPDATE ON audit_chain FOR EACH ROW EXECUTE FUNCTION audit_goes_on();
ALTER TABLE audit ENABLE ALWAYS TRIGGER append_only;
ALTER TABLE audit ENABLE ALWAYS TRIGGER from_the_old_end;
ALTER TABLE audit_chain ENABLE ALWAYS TRIGGER one_row;
ALTER TABLE audit_chain ENABLE ALWAYS TRIGGER goes_on;

-- A field as a netstring: '5:admin,'. So no two rows have the same text.
CREATE FUNCTION audit_field(field text) RETURNS text LANGUAGE sql STABLE STRICT AS
$$ SELECT octet_length(convert_to(field, 'UTF8')) || ':' || field || ',' $$;

-- What is hashed of a row, were it the one of this number.
CREATE FUNCTION audit_text(number bigint, r audit) RETURNS text LANGUAGE sql STABLE STRICT AS $$
    SELECT audit_field('pulse-audit-1') || audit_field(number::text)
        || audit_field((extract(epoch FROM r.at) * 1000000)::bigint::text)
        || audit_field(r.who) || audit_field(r.kind) || audit_field(r.from_address) || audit_field(r.action)
        || audit_field(r.object) || audit_field(r.outcome) || audit_field(r.detail)
        || audit_field(encode(r.previous, 'hex'))
$$;

CREATE FUNCTION audit_hash(number bigint, r audit) RETURNS bytea LANGUAGE sql STABLE STRICT AS
$$ SELECT sha256(convert_to(audit_text(number, r), 'UTF8')) $$;

-- The first thing that is wrong with the chain, or 'intact'. Needs no hub:
--   SELECT * FROM audit_verify();
--   SELECT * FROM audit_verify(4711, '9f86d0...');   -- the head that somebody has noted down
CREATE FUNCTION audit_verify(noted_number bigint DEFAULT NULL, noted_hash text DEFAULT NULL,
                             OUT state text, OUT at_number bigint, OUT why text)
LANGUAGE plpgsql STABLE AS $$
DECLARE
    r audit;
    chain audit_chain;
    last bigint;
    last_hash bytea;
    place bigint;
    told boolean;
BEGIN
    SELECT * INTO chain FROM audit_chain;
    last := chain.removed_number;
    last_hash := chain.removed_hash;
    told := last = 0;
    FOR r IN SELECT * FROM audit ORDER BY number LOOP
        at_number := r.number;
        IF r.number <> last + 1 THEN
            state := 'missing';
            at_number := last + 1;
            why := format('rows %s to %s are gone', last + 1, r.number - 1);
            RETURN;
        ELSIF audit_hash(r.number, r) <> r.hash THEN
            SELECT n INTO place FROM generate_series(chain.removed_number + 1, chain.head_number) n WHERE audit_hash(n, r) = r.hash LIMIT 1;
            state := CASE WHEN place IS NULL THEN 'changed' ELSE 'out_of_order' END;
            why := CASE WHEN place IS NULL THEN 'its fields are not those that its hash was made of'
                        ELSE format('it was written as row %s', place) END;
            RETURN;
        ELSIF r.previous <> last_hash THEN
            state := 'forked';
            why := format('it does not go on from row %s as that is now', last);
            RETURN;
        ELSIF r.number = noted_number AND encode(r.hash, 'hex') <> lower(noted_hash) THEN
            state := 'forked';
            why := 'it is not the row that was noted down';
            RETURN;
        END IF;
        told := told OR (r.action = 'audit.remove' AND r.outcome = 'done' AND r.object = 'audit/' || chain.removed_number);
        last := r.number;
        last_hash := r.hash;
    END LOOP;
    at_number := last;
    IF last < greatest(chain.head_number, noted_number) THEN
        state := 'head_cut_off';
        at_number := last + 1;
        why := format('rows %s to %s are gone', last + 1, greatest(chain.head_number, noted_number));
    ELSIF last <> chain.head_number OR last_hash <> chain.head_hash THEN
        state := 'forked';
        why := format('the chain was written up to row %s, and that was another', chain.head_number);
    ELSIF NOT told THEN
        state := 'old_end_cut_off';
        at_number := chain.removed_number;
        why := format('no deed says that the rows up to %s were removed', chain.removed_number);
    ELSE
        state := 'intact';
        why := format('rows %s to %s; the head is %s', chain.removed_number + 1, last, encode(last_hash, 'hex'));
    END IF;
END
$$;
