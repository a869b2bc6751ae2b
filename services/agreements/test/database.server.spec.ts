import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { activateVersion } from '../src/usecases/activate-version.js';
import { applyDocument } from '../src/usecases/apply-document.js';
import { freezeVersion } from '../src/usecases/freeze-version.js';
import { registerSigningKey } from '../src/usecases/register-signing-key.js';
import { signVersion } from '../src/usecases/sign-version.js';
import { documentOf } from './documents.js';
import { FakeClock, callerOf } from './fake-ports.js';
import { openPostgresWorld, type PostgresWorld } from './postgres-world.js';
import { makeKey } from './signing.js';

const TENANT = 'demo';
const TABLES = ['agreement', 'agreement_party', 'agreement_version', 'version_signature', 'signing_key'];

describe('what the database itself holds', () => {
  let world: PostgresWorld;
  let client: pg.Client;

  beforeAll(async () => {
    world = await openPostgresWorld(new FakeClock());
    client = new pg.Client({ connectionString: world.url });
    await client.connect();
    await putInForce(world);
    const draft = { document: documentOf({ id: 'draft-only' }), format: 'yaml' as const, etag: '' };
    await applyDocument(world.ports)(callerOf(TENANT, 'acme', 'customer_manager'), draft);
  });
  afterAll(async () => {
    await client.end();
    await world.close();
  });

  /** Runs a statement as the run role in a tenant and rolls it back; answers the rows that it touched, or the refusal. */
  async function attempt(tenant: string | undefined, statement: string): Promise<number | string> {
    await client.query('begin');
    try {
      if (tenant !== undefined) await client.query(`select set_config('sla.tenant', $1, true)`, [tenant]);
      return (await client.query(statement)).rowCount ?? 0;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    } finally {
      await client.query('rollback');
    }
  }

  it('connects as a role that owns nothing and bypasses nothing', async () => {
    const { rows } = await client.query(
      `select rolsuper, rolbypassrls, (select count(*)::int from pg_class where relowner = pg_roles.oid) as owned
         from pg_roles where rolname = current_user`,
    );
    expect(rows).toEqual([{ rolsuper: false, rolbypassrls: false, owned: 0 }]);
  });

  it.each(TABLES)('%s shows rows to its tenant only', async (table) => {
    expect(await attempt(undefined, `select * from ${table}`)).toBe(0);
    expect(await attempt('other', `select * from ${table}`)).toBe(0);
    expect(await attempt(TENANT, `select * from ${table}`)).toBeGreaterThan(0);
  });

  it.each(TABLES)('%s shows no row in the scope of workers', async (table) => {
    expect(await attempt(undefined, `select set_config('sla.scope', 'system', true)`)).toBe(1);
    await client.query('begin');
    await client.query(`select set_config('sla.scope', 'system', true)`);
    expect((await client.query(`select * from ${table}`)).rowCount).toBe(0);
    await client.query('rollback');
  });

  it('takes no row for another tenant', async () => {
    const insert = `insert into agreement values ('other', 'x', 1, 'SLA', 'x', 'x')`;
    expect(await attempt(TENANT, insert)).toContain('row-level security');
    expect(await attempt(TENANT, `update agreement set tenant_id = 'other'`)).toMatch(/row-level security|foreign key/);
  });

  it.each([
    [
      'the text of a frozen version',
      `update agreement_version set canonical_json = '{}' where state <> 'draft'`,
      'is frozen',
    ],
    [
      'the hash of a frozen version',
      `update agreement_version set content_hash = repeat('0', 64) where state <> 'draft'`,
      'is frozen',
    ],
    [
      'its place in the chain',
      `update agreement_version set previous_hash = repeat('0', 64) where state <> 'draft'`,
      'is frozen',
    ],
    ['its term', `update agreement_version set term_end = null where state <> 'draft'`, 'is frozen'],
    ['its number', `update agreement_version set number = 9 where state <> 'draft'`, 'keeps its identity'],
    [
      'when it came into force',
      `update agreement_version set state = 'superseded', effective_start = effective_start - 1 where state = 'effective'`,
      'is in force since',
    ],
    [
      'content together with the freeze',
      `update agreement_version set state = 'awaiting_signature', canonical_json = '{}' where state = 'draft'`,
      'is frozen',
    ],
    [
      'a frozen version back to a draft',
      `update agreement_version set state = 'draft' where state <> 'draft'`,
      'does not go from',
    ],
    [
      'a draft in force without signatures',
      `update agreement_version set state = 'effective' where state = 'draft'`,
      'does not go from',
    ],
    ['a version out of existence', `delete from agreement_version`, 'is kept for ever'],
    ['a signature', `update version_signature set jws = ''`, 'never changed or deleted'],
    ['a signature out of existence', `delete from version_signature`, 'never changed or deleted'],
    ['a key', `update signing_key set public_x = ''`, 'never changed or deleted'],
    ['a key out of existence', `delete from signing_key`, 'never changed or deleted'],
    ['a party out of a frozen agreement', `delete from agreement_party where agreement_id = 'web-shop'`, 'are bound'],
    [
      'the role of a bound party',
      `update agreement_party set role = 'customer' where agreement_id = 'web-shop'`,
      'are bound',
    ],
    [
      'a party into a frozen agreement',
      `insert into agreement_party values ('demo', 'web-shop', 'globex', 2, 'customer', '', '')`,
      'are bound',
    ],
    ['tables out of existence', `drop table agreement cascade`, 'must be owner'],
    ['all rows at once', `truncate agreement cascade`, 'permission denied'],
  ])('the run role cannot change %s', async (_name, statement, refusal) => {
    expect(await attempt(TENANT, statement)).toEqual(expect.stringContaining(refusal));
  });

  it('a draft may change', async () => {
    expect(await attempt(TENANT, `update agreement_version set canonical_json = '{}' where state = 'draft'`)).toBe(1);
  });
});

async function putInForce({ ports }: PostgresWorld): Promise<void> {
  const provider = callerOf(TENANT, 'northwind', 'provider_manager');
  const customer = callerOf(TENANT, 'acme', 'customer_manager');
  const agreementId = 'web-shop';
  await applyDocument(ports)(provider, { document: documentOf(), format: 'yaml', etag: '' });
  const frozen = await freezeVersion(ports)(provider, { agreementId, version: 1, etag: '' });
  for (const caller of [provider, customer]) {
    const party = caller.principal.party ?? '';
    const key = await makeKey(`${party}-key`);
    await registerSigningKey(ports)(caller, { party, keyId: key.keyId, publicJwk: key.publicJwk });
    const jws = await key.sign(frozen.versions[0]?.contentHash ?? '');
    await signVersion(ports)(caller, { agreementId, version: 1, keyId: key.keyId, jws });
  }
  await activateVersion(ports)(customer, { agreementId, version: 1 });
}
