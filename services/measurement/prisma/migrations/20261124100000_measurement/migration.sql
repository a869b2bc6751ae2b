-- Versions of agreements as their owner announced them.
CREATE TABLE agreement_version (
    tenant_id       TEXT   NOT NULL,
    agreement_id    TEXT   NOT NULL,
    version         INTEGER NOT NULL,
    content_hash    TEXT   NOT NULL,
    terms           TEXT   NOT NULL,
    effective_start BIGINT NOT NULL,
    effective_end   BIGINT,
    parties         TEXT[] NOT NULL,
    series          TEXT[] NOT NULL,
    PRIMARY KEY (tenant_id, agreement_id, version)
);

-- Batches as they came in: the raw evidence.
CREATE TABLE sample_batch (
    tenant_id     TEXT   NOT NULL,
    source        TEXT   NOT NULL,
    batch_key     TEXT   NOT NULL,
    content_hash  TEXT   NOT NULL,
    receipt       TEXT   NOT NULL,
    payload       BYTEA  NOT NULL,
    received_time BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, source, batch_key)
);

-- Each source has one watermark in event time.
CREATE TABLE source (
    tenant_id TEXT   NOT NULL,
    source    TEXT   NOT NULL,
    watermark BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, source)
);

CREATE TABLE series (
    tenant_id  TEXT     NOT NULL,
    series     TEXT     NOT NULL,
    source     TEXT     NOT NULL,
    kind       TEXT     NOT NULL,
    -- Virtual shard, for the day on which series move to several databases.
    shard      SMALLINT NOT NULL,
    last_seq   BIGINT   NOT NULL,
    samples    BIGINT   NOT NULL,
    duplicates BIGINT   NOT NULL,
    conflicts  BIGINT   NOT NULL,
    PRIMARY KEY (tenant_id, series)
);
CREATE INDEX series_of_source ON series (tenant_id, source);

-- Distinct samples of one series and UTC day, in columns packed into one value; the layout is in adapters/prisma/block.ts.
CREATE TABLE series_block (
    tenant_id TEXT    NOT NULL,
    series    TEXT    NOT NULL,
    day       INTEGER NOT NULL,
    samples   BYTEA   NOT NULL,
    PRIMARY KEY (tenant_id, series, day)
);

-- Windows whose inputs have changed since they were evaluated.
CREATE TABLE evaluation_work (
    tenant_id      TEXT    NOT NULL,
    agreement_id   TEXT    NOT NULL,
    objective_id   TEXT    NOT NULL,
    window_start   BIGINT  NOT NULL,
    version        INTEGER NOT NULL,
    historical     BOOLEAN NOT NULL,
    correlation_id TEXT    NOT NULL,
    traceparents   TEXT[]  NOT NULL,
    PRIMARY KEY (tenant_id, agreement_id, objective_id, window_start)
);

CREATE TABLE determination (
    tenant_id          TEXT    NOT NULL,
    agreement_id       TEXT    NOT NULL,
    objective_id       TEXT    NOT NULL,
    window_start       BIGINT  NOT NULL,
    revision           INTEGER NOT NULL,
    window_end         BIGINT  NOT NULL,
    window_label       TEXT    NOT NULL,
    freeze_at          BIGINT  NOT NULL,
    version            INTEGER NOT NULL,
    content_hash       TEXT    NOT NULL,
    phase              TEXT    NOT NULL,
    verdict            TEXT    NOT NULL,
    -- Figures as canonical JSON.
    figures            TEXT    NOT NULL,
    result_hash        TEXT    NOT NULL,
    evidence_hash      TEXT    NOT NULL,
    -- Hash per hour of slices, in order.
    hour_hashes        BYTEA   NOT NULL,
    -- Samples that came after the freeze are part of this revision up to this ingest sequence.
    as_of_seq          BIGINT  NOT NULL,
    disputes           TEXT    NOT NULL,
    historical         BOOLEAN NOT NULL,
    risk_announced     BOOLEAN NOT NULL,
    breach_announced   BOOLEAN NOT NULL,
    trace_id           TEXT    NOT NULL,
    correlation_id     TEXT    NOT NULL,
    restatement_reason TEXT    NOT NULL DEFAULT '',
    PRIMARY KEY (tenant_id, agreement_id, objective_id, window_start, revision)
);
CREATE INDEX determination_unsettled ON determination (tenant_id, agreement_id, objective_id, freeze_at)
    WHERE phase IN ('open', 'provisional');

-- Samples that came after the freeze of a window and wait for a restatement.
CREATE TABLE pending_restatement (
    tenant_id    TEXT   NOT NULL,
    agreement_id TEXT   NOT NULL,
    objective_id TEXT   NOT NULL,
    window_start BIGINT NOT NULL,
    window_label TEXT   NOT NULL,
    samples      BIGINT NOT NULL,
    first_at     BIGINT NOT NULL,
    last_at      BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, agreement_id, objective_id, window_start)
);

CREATE TABLE dispute (
    tenant_id          TEXT   NOT NULL,
    id                 TEXT   NOT NULL,
    agreement_id       TEXT   NOT NULL,
    series             TEXT   NOT NULL,
    start_at           BIGINT NOT NULL,
    end_at             BIGINT NOT NULL,
    claim              TEXT   NOT NULL,
    opened_by          TEXT   NOT NULL,
    reason             TEXT   NOT NULL,
    state              TEXT   NOT NULL,
    resolution         TEXT   NOT NULL DEFAULT '',
    created_time       BIGINT NOT NULL,
    -- Watermarks of the source when the dispute was opened and resolved: they decide which windows it came in time for.
    opened_watermark   BIGINT NOT NULL,
    resolved_watermark BIGINT,
    PRIMARY KEY (tenant_id, id)
);
CREATE INDEX dispute_of_series ON dispute (tenant_id, series, start_at);

CREATE TRIGGER sample_batch_is_history BEFORE UPDATE OR DELETE ON sample_batch FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- A determination may be written again while it is open or provisional, and never after that.
CREATE TRIGGER determination_is_history BEFORE UPDATE OR DELETE ON determination
    FOR EACH ROW WHEN (OLD.phase IN ('final', 'restated')) EXECUTE FUNCTION refuse_change();

DO $$
DECLARE
    name TEXT;
BEGIN
    FOREACH name IN ARRAY ARRAY['agreement_version', 'sample_batch', 'source', 'series', 'series_block', 'determination',
                                'pending_restatement', 'dispute'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
        EXECUTE format('CREATE POLICY tenant ON %I USING (tenant_id = current_setting(''sla.tenant'', true))', name);
    END LOOP;
    ALTER TABLE evaluation_work ENABLE ROW LEVEL SECURITY;
    ALTER TABLE evaluation_work FORCE ROW LEVEL SECURITY;
    CREATE POLICY tenant_or_system ON evaluation_work
        USING (tenant_id = current_setting('sla.tenant', true) OR current_setting('sla.scope', true) = 'system');
END
$$;
