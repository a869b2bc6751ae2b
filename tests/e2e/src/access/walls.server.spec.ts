import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { RpcStatus } from '@sla/platform';
import pg from 'pg';
import { attempt, bearer, type Outcome } from './attempt.js';
import { openShop, operationsOf, startSuite, type Shop, type Suite, type Who } from './shop.js';
import { WALLS, type Finding, type Wall } from './walls.js';

const OTHER_PARTY = 'globex';
const ROWS = Object.entries(WALLS);
/** A tenant for each rpc, so that what one attempt makes there is not found by the next. */
const foreignTenant = (rpc: string): string => `foreign-${Object.keys(WALLS).indexOf(rpc)}`;

describe('the walls between parties and tenants', () => {
  let suite: Suite;
  let shop: Shop;

  beforeAll(async () => {
    suite = await startSuite(() => ({ SLA_TENANTS: ['demo', ...ROWS.map(([rpc]) => foreignTenant(rpc))].join(',') }));
    shop = await openShop(suite);
  });
  afterAll(() => suite.close());

  async function find(wall: Wall, who: Omit<Who, 'roles'>, turn: number): Promise<string> {
    const token = await suite.token({ roles: [wall.role], ...who });
    const outcome = await attempt(suite.services[wall.service].address, {
      path: wall.method.path,
      metadata: bearer(token),
      message: wall.method.requestSerialize(wall.request(shop, turn)),
    });
    return findingOf(wall, outcome);
  }
  const seat = ({ party }: Wall): Pick<Who, 'party'> => (party === undefined ? {} : { party });

  it.each(ROWS)('%s: another party', async (_rpc, wall) => {
    expect(await find(wall, { party: OTHER_PARTY }, 0)).toBe(seenAs(wall.otherParty));
  });

  it.each(ROWS)('%s: another tenant', async (rpc, wall) => {
    expect(await find(wall, { ...seat(wall), tenant: foreignTenant(rpc) }, 1)).toBe(seenAs(wall.otherTenant));
  });

  // Last: without it the walls above could be walls for everybody.
  it.each(ROWS)('%s: who has a seat', async (_rpc, wall) => {
    expect(['something', 'asked too much']).toContain(await find(wall, seat(wall), 2));
  });

  describe('the audit chain', () => {
    const list = async (who: Who, after = 0n) => {
      const operations = await operationsOf(suite, 'agreements', who);
      return operations.listAuditEntries({ after, pageSize: 0, resource: '' });
    };

    it('shows a party what it did itself, and an auditor everything', async () => {
      const own = await list({ roles: ['customer_manager'], party: 'acme' });
      expect(new Set(own.entries.map(({ party }) => party))).toEqual(new Set(['acme']));
      const all = await list({ roles: ['auditor'] });
      expect(new Set(all.entries.map(({ party }) => party))).toEqual(new Set(['acme', 'northwind']));
      expect([own.unbroken, all.unbroken]).toEqual([true, true]);
    });

    it('shows nothing to a manager of no party', async () => {
      const nobody = list({ roles: ['provider_manager'] });
      await expect(nobody).rejects.toMatchObject({ reason: 'platform.party_required' });
    });

    it('shows that its end was cut off, also to who has seen it before', async () => {
      const { entries } = await list({ roles: ['auditor'] });
      const last = entries.at(-1)?.number ?? 0n;
      expect((await list({ roles: ['auditor'] }, last)).unbroken).toBe(true);
      await asOwner(suite.services.agreements.database.migrateUrl, [
        'alter table audit disable trigger audit_is_history',
        'alter table audit no force row level security',
        `delete from audit where tenant_id = 'demo' and number = ${last}`,
        'alter table audit force row level security',
        'alter table audit enable trigger audit_is_history',
      ]);
      expect((await list({ roles: ['auditor'] })).unbroken).toBe(false);
      expect((await list({ roles: ['auditor'] }, last - 1n)).unbroken).toBe(false);
    });
  });
});

async function asOwner(connectionString: string, statements: readonly string[]): Promise<void> {
  const owner = new pg.Client({ connectionString });
  await owner.connect();
  for (const statement of statements) await owner.query(statement);
  await owner.end();
}

/** Findings that let the caller in show as data. */
const seenAs = (finding: Finding): string =>
  ['no data', 'tenant-wide', 'its own'].includes(finding) ? 'something' : finding;

function findingOf({ method }: Wall, outcome: Outcome): string {
  if (outcome.kind === 'served') return isEmpty(method.responseDeserialize(outcome.first)) ? 'nothing' : 'something';
  if (outcome.code === RpcStatus.NOT_FOUND) return 'not found';
  if (outcome.code === RpcStatus.PERMISSION_DENIED) return 'refused';
  const known = [RpcStatus.FAILED_PRECONDITION, RpcStatus.ALREADY_EXISTS, RpcStatus.INVALID_ARGUMENT];
  return known.includes(outcome.code) ? 'asked too much' : `${outcome.code} ${outcome.detail}`;
}

/** True when an answer could hold rows or a message, and holds none. */
function isEmpty(answer: object): boolean {
  const containers = (Object.values(answer) as readonly unknown[]).filter(
    (value) => value === undefined || typeof value === 'object',
  );
  const isFull = (value: unknown): boolean => Object.keys(value ?? {}).length > 0;
  return containers.length > 0 && !containers.some(isFull);
}
