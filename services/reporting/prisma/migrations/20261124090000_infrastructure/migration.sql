-- What every service of the suite keeps beside its own tables: events on their way out and in, answered requests,
-- the audit chain and deadlines. Verbatim the first migration of each service; a change is a new migration everywhere.

-- Events that were decided here. Written in the transaction that decided them, published by the relay afterwards.
CREATE TABLE outbox (
    tenant_id          TEXT        NOT NULL,
    event_id           TEXT        NOT NULL,
    subject            TEXT        NOT NULL,
    aggregate_id       TEXT        NOT NULL,
    aggregate_sequence BIGINT      NOT NULL,
    -- Relay shard of the aggregate: one replica at a time publishes a shard, in order.
    shard              SMALLINT    NOT NULL,
    event_time         BIGINT      NOT NULL,
    recorded_time      BIGINT      NOT NULL,
    correlation_id     TEXT        NOT NULL,
    causation_id       TEXT        NOT NULL DEFAULT '',
    traceparent        TEXT        NOT NULL DEFAULT '',
    data               BYTEA       NOT NULL,
    -- Order in which rows became visible: readers stay below the oldest transaction that still runs.
    transaction_id     XID8        NOT NULL DEFAULT pg_current_xact_id(),
    position           BIGINT      GENERATED ALWAYS AS IDENTITY,
    published_time     BIGINT,
    PRIMARY KEY (tenant_id, event_id),
    UNIQUE (tenant_id, aggregate_id, aggregate_sequence)
);
CREATE INDEX outbox_unpublished ON outbox (shard, transaction_id, position) WHERE published_time IS NULL;
CREATE INDEX outbox_in_order ON outbox (tenant_id, transaction_id, position);

-- Next sequence of each aggregate; the row lock puts the events of one aggregate in one order.
CREATE TABLE outbox_aggregate (
    tenant_id     TEXT   NOT NULL,
    aggregate_id  TEXT   NOT NULL,
    last_sequence BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, aggregate_id)
);

-- The lock of each relay shard. Rows belong to no tenant: they say nothing.
CREATE TABLE relay_shard (
    shard SMALLINT PRIMARY KEY
);
INSERT INTO relay_shard SELECT generate_series(0, 63);

-- Events whose effect has happened here.
CREATE TABLE inbox (
    tenant_id     TEXT   NOT NULL,
    consumer      TEXT   NOT NULL,
    event_id      TEXT   NOT NULL,
    received_time BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, consumer, event_id)
);

-- How far each aggregate of others has been followed.
CREATE TABLE inbox_aggregate (
    tenant_id     TEXT   NOT NULL,
    consumer      TEXT   NOT NULL,
    aggregate_id  TEXT   NOT NULL,
    last_sequence BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, consumer, aggregate_id)
);

-- Answers to requests that carried a request id.
CREATE TABLE request (
    tenant_id     TEXT   NOT NULL,
    subject       TEXT   NOT NULL,
    method        TEXT   NOT NULL,
    request_id    TEXT   NOT NULL,
    fingerprint   TEXT   NOT NULL,
    answer        TEXT   NOT NULL,
    answered_time BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, subject, method, request_id)
);

-- Who did what, and why: a hash chain per tenant.
CREATE TABLE audit (
    tenant_id   TEXT   NOT NULL,
    number      BIGINT NOT NULL,
    time        BIGINT NOT NULL,
    subject     TEXT   NOT NULL,
    party       TEXT   NOT NULL,
    action      TEXT   NOT NULL,
    resource    TEXT   NOT NULL,
    before_hash TEXT   NOT NULL,
    after_hash  TEXT   NOT NULL,
    reason      TEXT   NOT NULL,
    entry_hash  TEXT   NOT NULL,
    PRIMARY KEY (tenant_id, number)
);
CREATE INDEX audit_by_resource ON audit (tenant_id, resource, number);

CREATE TABLE audit_head (
    tenant_id  TEXT   NOT NULL PRIMARY KEY,
    number     BIGINT NOT NULL,
    entry_hash TEXT   NOT NULL
);

-- Instants at which something must be looked at; claimed by any replica, fenced by the generation.
CREATE TABLE deadline (
    tenant_id   TEXT     NOT NULL,
    kind        TEXT     NOT NULL,
    key         TEXT     NOT NULL,
    shard       SMALLINT NOT NULL,
    due_at      BIGINT   NOT NULL,
    generation  BIGINT   NOT NULL DEFAULT 1,
    traceparent TEXT     NOT NULL DEFAULT '',
    PRIMARY KEY (tenant_id, kind, key)
);
CREATE INDEX deadline_due ON deadline (kind, due_at);

-- Written once, never changed: what was published and what was audited is history.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% rows are never changed or deleted', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER audit_is_history BEFORE UPDATE OR DELETE ON audit FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER outbox_is_history
    BEFORE UPDATE OF tenant_id, event_id, subject, aggregate_id, aggregate_sequence, data, event_time OR DELETE ON outbox
    FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- Domain rows are seen by their tenant only. Rows that workers poll across tenants are also seen in the scope "system",
-- which only workers set, and which opens no domain table.
DO $$
DECLARE
    name TEXT;
BEGIN
    FOREACH name IN ARRAY ARRAY['outbox', 'outbox_aggregate', 'inbox', 'inbox_aggregate', 'deadline'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
        EXECUTE format(
            'CREATE POLICY tenant_or_system ON %I USING (tenant_id = current_setting(''sla.tenant'', true) OR current_setting(''sla.scope'', true) = ''system'')',
            name);
    END LOOP;
    FOREACH name IN ARRAY ARRAY['request', 'audit', 'audit_head'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
        EXECUTE format('CREATE POLICY tenant ON %I USING (tenant_id = current_setting(''sla.tenant'', true))', name);
    END LOOP;
END
$$;
