-- Versions of agreements as their owner announced them. A read model: it can be made again from events.
CREATE TABLE agreement_version (
    tenant_id       TEXT    NOT NULL,
    agreement_id    TEXT    NOT NULL,
    version         INTEGER NOT NULL,
    content_hash    TEXT    NOT NULL,
    terms           TEXT    NOT NULL,
    effective_start BIGINT  NOT NULL,
    effective_end   BIGINT,
    parties         TEXT[]  NOT NULL,
    PRIMARY KEY (tenant_id, agreement_id, version)
);

-- Newest result of every objective and window. A read model as well.
CREATE TABLE compliance (
    tenant_id    TEXT    NOT NULL,
    agreement_id TEXT    NOT NULL,
    objective_id TEXT    NOT NULL,
    window_start BIGINT  NOT NULL,
    window_end   BIGINT  NOT NULL,
    window_label TEXT    NOT NULL,
    revision     INTEGER NOT NULL,
    phase        TEXT    NOT NULL,
    -- The determination as measurement published it, in protobuf.
    message      BYTEA   NOT NULL,
    PRIMARY KEY (tenant_id, agreement_id, objective_id, window_start)
);

-- Where the credit of a clause and window stands. A read model; what is booked stands in the ledger.
CREATE TABLE credit (
    tenant_id    TEXT    NOT NULL,
    agreement_id TEXT    NOT NULL,
    credit_id    TEXT    NOT NULL,
    window_start BIGINT  NOT NULL,
    objective_id TEXT    NOT NULL,
    window_label TEXT    NOT NULL,
    state        TEXT    NOT NULL,
    amount_minor BIGINT  NOT NULL,
    low_minor    BIGINT  NOT NULL,
    high_minor   BIGINT  NOT NULL,
    currency     TEXT    NOT NULL,
    percent      TEXT    NOT NULL,
    revision     INTEGER NOT NULL,
    explanation  TEXT    NOT NULL,
    PRIMARY KEY (tenant_id, agreement_id, credit_id, window_start)
);

-- Double entry in one row: the amount leaves one account and enters another, so the sum over all accounts is always zero.
CREATE TABLE ledger_entry (
    tenant_id              TEXT    NOT NULL,
    id                     TEXT    NOT NULL,
    number                 BIGINT  NOT NULL,
    agreement_id           TEXT    NOT NULL,
    credit_id              TEXT    NOT NULL,
    objective_id           TEXT    NOT NULL,
    window_start           BIGINT  NOT NULL,
    window_label           TEXT    NOT NULL,
    debit_account          TEXT    NOT NULL,
    credit_account         TEXT    NOT NULL,
    amount_minor           BIGINT  NOT NULL CHECK (amount_minor > 0),
    currency               TEXT    NOT NULL,
    determination_revision INTEGER NOT NULL,
    result_hash            TEXT    NOT NULL,
    corrects               TEXT    NOT NULL DEFAULT '',
    reason                 TEXT    NOT NULL DEFAULT '',
    booked_time            BIGINT  NOT NULL,
    PRIMARY KEY (tenant_id, id)
);
CREATE INDEX ledger_in_order ON ledger_entry (tenant_id, number);
CREATE INDEX ledger_of_credit ON ledger_entry (tenant_id, agreement_id, credit_id, window_start);

-- Every account with its balance per currency; the balances of a currency add up to zero.
CREATE VIEW ledger_balance WITH (security_invoker = true) AS
    SELECT tenant_id, account, currency, sum(amount) AS balance_minor
    FROM (SELECT tenant_id, debit_account AS account, currency, -amount_minor AS amount FROM ledger_entry
          UNION ALL
          SELECT tenant_id, credit_account, currency, amount_minor FROM ledger_entry) AS postings
    GROUP BY tenant_id, account, currency;

-- Issued reports, byte for byte.
CREATE TABLE report_edition (
    tenant_id    TEXT    NOT NULL,
    agreement_id TEXT    NOT NULL,
    period       TEXT    NOT NULL,
    edition      INTEGER NOT NULL,
    -- SHA-256 of what the edition says, without its number and date: equal bodies make no new edition.
    body_hash    TEXT    NOT NULL,
    json         TEXT    NOT NULL,
    csv          TEXT    NOT NULL,
    html         TEXT    NOT NULL,
    summary      TEXT    NOT NULL,
    issued_time  BIGINT  NOT NULL,
    PRIMARY KEY (tenant_id, agreement_id, period, edition)
);

-- Periods for which an edition may be due.
CREATE TABLE edition_work (
    tenant_id      TEXT   NOT NULL,
    agreement_id   TEXT   NOT NULL,
    period         TEXT   NOT NULL,
    generation     BIGINT NOT NULL,
    not_before     BIGINT NOT NULL,
    failures       INTEGER NOT NULL,
    correlation_id TEXT   NOT NULL,
    traceparents   TEXT[] NOT NULL,
    PRIMARY KEY (tenant_id, agreement_id, period)
);

CREATE TRIGGER ledger_is_history BEFORE UPDATE OR DELETE ON ledger_entry FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER edition_is_history BEFORE UPDATE OR DELETE ON report_edition FOR EACH ROW EXECUTE FUNCTION refuse_change();

DO $$
DECLARE
    name TEXT;
BEGIN
    FOREACH name IN ARRAY ARRAY['agreement_version', 'compliance', 'credit', 'ledger_entry', 'report_edition'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
        EXECUTE format('CREATE POLICY tenant ON %I USING (tenant_id = current_setting(''sla.tenant'', true))', name);
    END LOOP;
    ALTER TABLE edition_work ENABLE ROW LEVEL SECURITY;
    ALTER TABLE edition_work FORCE ROW LEVEL SECURITY;
    CREATE POLICY tenant_or_system ON edition_work
        USING (tenant_id = current_setting('sla.tenant', true) OR current_setting('sla.scope', true) = 'system');
END
$$;
