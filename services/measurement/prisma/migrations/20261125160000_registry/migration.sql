-- Locked by whoever adds a series or a version, so that neither overlooks the other.
CREATE TABLE registry (
    tenant_id TEXT NOT NULL PRIMARY KEY
);
ALTER TABLE registry ENABLE ROW LEVEL SECURITY;
ALTER TABLE registry FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON registry USING (tenant_id = current_setting('sla.tenant', true));
