-- CreateTable
CREATE TABLE "agreement" (
    "tenant_id" TEXT NOT NULL,
    -- Byte order, so that pages follow the same order everywhere.
    "id" TEXT COLLATE "C" NOT NULL,
    "revision" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "title_en" TEXT NOT NULL,
    "title_zh_cn" TEXT NOT NULL,
    "change_number" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "agreement_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "agreement_party" (
    "tenant_id" TEXT NOT NULL,
    "agreement_id" TEXT NOT NULL,
    "party_id" TEXT NOT NULL,
    "position" SMALLINT NOT NULL,
    "role" TEXT NOT NULL,
    "name_en" TEXT NOT NULL,
    "name_zh_cn" TEXT NOT NULL,

    CONSTRAINT "agreement_party_pkey" PRIMARY KEY ("tenant_id","agreement_id","party_id")
);

-- CreateTable
CREATE TABLE "agreement_version" (
    "tenant_id" TEXT NOT NULL,
    "agreement_id" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "content_hash" CHAR(64) NOT NULL,
    "previous_hash" CHAR(64),
    "canonical_json" TEXT NOT NULL,
    "term_start" BIGINT NOT NULL,
    "term_end" BIGINT,
    "effective_start" BIGINT,
    "effective_end" BIGINT,
    "created_at" BIGINT NOT NULL,

    CONSTRAINT "agreement_version_pkey" PRIMARY KEY ("tenant_id","agreement_id","number")
);

-- CreateTable
CREATE TABLE "version_signature" (
    "tenant_id" TEXT NOT NULL,
    "agreement_id" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "party_id" TEXT NOT NULL,
    "position" SMALLINT NOT NULL,
    "key_id" TEXT NOT NULL,
    "jws" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "signed_at" BIGINT NOT NULL,

    CONSTRAINT "version_signature_pkey" PRIMARY KEY ("tenant_id","agreement_id","version","party_id")
);

-- CreateTable
CREATE TABLE "signing_key" (
    "tenant_id" TEXT NOT NULL,
    "party_id" TEXT NOT NULL,
    "key_id" TEXT NOT NULL,
    "public_x" TEXT NOT NULL,
    "thumbprint" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "registered_at" BIGINT NOT NULL,

    CONSTRAINT "signing_key_pkey" PRIMARY KEY ("tenant_id","party_id","key_id")
);

-- CreateIndex
CREATE INDEX "agreement_tenant_id_change_number_id_idx" ON "agreement"("tenant_id", "change_number", "id");

-- CreateIndex
CREATE INDEX "agreement_party_tenant_id_party_id_agreement_id_idx" ON "agreement_party"("tenant_id", "party_id", "agreement_id");

-- CreateIndex
CREATE UNIQUE INDEX "agreement_version_tenant_id_content_hash_key" ON "agreement_version"("tenant_id", "content_hash");

-- CreateIndex
CREATE UNIQUE INDEX "signing_key_tenant_id_thumbprint_key" ON "signing_key"("tenant_id", "thumbprint");

-- AddForeignKey
ALTER TABLE "agreement_party" ADD CONSTRAINT "agreement_party_tenant_id_agreement_id_fkey" FOREIGN KEY ("tenant_id", "agreement_id") REFERENCES "agreement"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "agreement_version" ADD CONSTRAINT "agreement_version_tenant_id_agreement_id_fkey" FOREIGN KEY ("tenant_id", "agreement_id") REFERENCES "agreement"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "version_signature" ADD CONSTRAINT "version_signature_tenant_id_agreement_id_version_fkey" FOREIGN KEY ("tenant_id", "agreement_id", "version") REFERENCES "agreement_version"("tenant_id", "agreement_id", "number") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "version_signature" ADD CONSTRAINT "version_signature_tenant_id_party_id_key_id_fkey" FOREIGN KEY ("tenant_id", "party_id", "key_id") REFERENCES "signing_key"("tenant_id", "party_id", "key_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- From here on by hand: what schema.prisma cannot say.

-- A tenant sees and writes its own rows only, even through the owner of the tables.
ALTER TABLE agreement ENABLE ROW LEVEL SECURITY;
ALTER TABLE agreement FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON agreement USING (tenant_id = current_setting('sla.tenant', true));
ALTER TABLE agreement_party ENABLE ROW LEVEL SECURITY;
ALTER TABLE agreement_party FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON agreement_party USING (tenant_id = current_setting('sla.tenant', true));
ALTER TABLE agreement_version ENABLE ROW LEVEL SECURITY;
ALTER TABLE agreement_version FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON agreement_version USING (tenant_id = current_setting('sla.tenant', true));
ALTER TABLE version_signature ENABLE ROW LEVEL SECURITY;
ALTER TABLE version_signature FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON version_signature USING (tenant_id = current_setting('sla.tenant', true));
ALTER TABLE signing_key ENABLE ROW LEVEL SECURITY;
ALTER TABLE signing_key FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON signing_key USING (tenant_id = current_setting('sla.tenant', true));

-- Watches read changes by the transaction that made them: all transactions below pg_snapshot_xmin are over, so none is skipped.
CREATE FUNCTION agreement_stamp_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.change_number := pg_current_xact_id()::text::bigint;
  RETURN NEW;
END $$;
CREATE TRIGGER stamp_change BEFORE INSERT OR UPDATE ON agreement
  FOR EACH ROW EXECUTE FUNCTION agreement_stamp_change();

-- What was frozen is what was signed: only its state and the end of its force go on. Nothing is ever deleted.
CREATE FUNCTION agreement_version_hold() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'version % of agreement % is kept for ever', OLD.number, OLD.agreement_id
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF (NEW.tenant_id, NEW.agreement_id, NEW.number, NEW.created_at)
     IS DISTINCT FROM (OLD.tenant_id, OLD.agreement_id, OLD.number, OLD.created_at) THEN
    RAISE EXCEPTION 'version % of agreement % keeps its identity', OLD.number, OLD.agreement_id
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF (OLD.state <> 'draft' OR NEW.state <> 'draft') AND
     (NEW.content_hash, NEW.previous_hash, NEW.canonical_json, NEW.term_start, NEW.term_end)
     IS DISTINCT FROM (OLD.content_hash, OLD.previous_hash, OLD.canonical_json, OLD.term_start, OLD.term_end) THEN
    RAISE EXCEPTION 'version % of agreement % is frozen', OLD.number, OLD.agreement_id
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF (OLD.state, NEW.state) NOT IN (
    ('draft', 'draft'), ('draft', 'awaiting_signature'), ('awaiting_signature', 'awaiting_signature'),
    ('awaiting_signature', 'signed'), ('signed', 'effective'), ('effective', 'superseded'), ('effective', 'terminated')
  ) THEN
    RAISE EXCEPTION 'version % of agreement % does not go from % to %', OLD.number, OLD.agreement_id, OLD.state, NEW.state
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF OLD.effective_start IS NOT NULL AND NEW.effective_start IS DISTINCT FROM OLD.effective_start THEN
    RAISE EXCEPTION 'version % of agreement % is in force since %', OLD.number, OLD.agreement_id, OLD.effective_start
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER hold_content BEFORE UPDATE OR DELETE ON agreement_version
  FOR EACH ROW EXECUTE FUNCTION agreement_version_hold();

-- Who is bound by a frozen version, and as what, decides who sees it: that stays. Names may be amended.
CREATE FUNCTION agreement_party_hold() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  subject agreement_party := CASE WHEN TG_OP = 'INSERT' THEN NEW ELSE OLD END;
BEGIN
  IF TG_OP = 'UPDATE' AND (NEW.tenant_id, NEW.agreement_id, NEW.party_id, NEW.role)
     IS NOT DISTINCT FROM (OLD.tenant_id, OLD.agreement_id, OLD.party_id, OLD.role) THEN
    RETURN NEW;
  END IF;
  IF EXISTS (SELECT FROM agreement_version v
             WHERE v.tenant_id = subject.tenant_id AND v.agreement_id = subject.agreement_id AND v.state <> 'draft') THEN
    RAISE EXCEPTION 'the parties of agreement % are bound', subject.agreement_id
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER hold_parties BEFORE INSERT OR UPDATE OR DELETE ON agreement_party
  FOR EACH ROW EXECUTE FUNCTION agreement_party_hold();

-- Signatures and the keys that they rest on are append only.
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON version_signature
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON signing_key
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
