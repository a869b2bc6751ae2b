-- The number of the newest ledger entry of each tenant. Its row lock puts bookings into one order: two that are made at the
-- same time never share a number, and none becomes visible behind a page that was read already.
CREATE TABLE ledger_head (
    tenant_id TEXT   NOT NULL PRIMARY KEY,
    number    BIGINT NOT NULL
);

-- Row-level security binds the owner as well; it is lifted for the time of the count.
ALTER TABLE ledger_entry NO FORCE ROW LEVEL SECURITY;
INSERT INTO ledger_head SELECT tenant_id, max(number) FROM ledger_entry GROUP BY tenant_id;
ALTER TABLE ledger_entry FORCE ROW LEVEL SECURITY;

ALTER TABLE ledger_head ENABLE ROW LEVEL SECURITY;
ALTER TABLE ledger_head FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON ledger_head USING (tenant_id = current_setting('sla.tenant', true));
