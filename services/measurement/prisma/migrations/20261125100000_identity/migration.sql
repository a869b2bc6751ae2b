-- The party that speaks through a source: that of its first writer; empty when that was a service which acts for no party.
ALTER TABLE source ADD COLUMN party TEXT NOT NULL DEFAULT '';

-- Who sent the batch.
ALTER TABLE sample_batch ADD COLUMN subject TEXT NOT NULL DEFAULT '';

-- True when the samples of the series are identified by sequence, false when by instant. All of a series alike.
ALTER TABLE series ADD COLUMN sequenced BOOLEAN NOT NULL DEFAULT false;

-- At which instant each sequence of a series stands, in chunks of neighbouring sequences; the layout is in adapters/prisma/sequence-chunk.ts.
CREATE TABLE series_sequence (
    tenant_id TEXT   NOT NULL,
    series    TEXT   NOT NULL,
    chunk     BIGINT NOT NULL,
    entries   BYTEA  NOT NULL,
    PRIMARY KEY (tenant_id, series, chunk)
);
ALTER TABLE series_sequence ENABLE ROW LEVEL SECURITY;
ALTER TABLE series_sequence FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON series_sequence USING (tenant_id = current_setting('sla.tenant', true));

-- A window whose source is ahead of our clock is looked at again when the clock has caught up.
ALTER TABLE evaluation_work ADD COLUMN due_at BIGINT NOT NULL DEFAULT 0;

-- Samples of a series up to which a revision has looked; a restated revision counts also those that came after the freeze.
COMMENT ON COLUMN determination.as_of_seq IS 'ingest sequence of the series up to which the revision has looked';
