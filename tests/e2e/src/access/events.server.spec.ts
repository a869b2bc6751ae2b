import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { commonV1 } from '@sla/contracts';
import type { GrpcClient } from '@sla/platform';
import pg from 'pg';
import { rest, until } from '../platform/fixtures.js';
import { EventPublisher, type Forgery } from './event-publisher.js';
import { operationsOf, startSuite, type ServiceName, type Suite } from './shop.js';

type Operations = GrpcClient<typeof commonV1.OperationsServiceService>;
const READERS: readonly ServiceName[] = ['measurement', 'reporting'];

describe('what somebody with access to NATS publishes', () => {
  let suite: Suite;
  let nats: EventPublisher;
  let operations: Readonly<Record<string, Operations>>;

  beforeAll(async () => {
    suite = await startSuite(() => ({ SLA_TENANTS: 'demo,other' }));
    nats = await EventPublisher.connect(suite.premises.nats.url);
    const open = async (service: ServiceName) => [service, await operationsOf(suite, service)] as const;
    operations = Object.fromEntries(await Promise.all(READERS.map(open)));
  });
  afterAll(async () => {
    await nats.close();
    await suite.close();
  });

  const letters = async (service: ServiceName) =>
    (await operations[service]?.listDeadLetters({ pageSize: 0, pageToken: '' }))?.deadLetters ?? [];

  /** Rows that events have left in a service, whatever their tenant: read as the owner, past the walls. */
  async function effects(service: ServiceName): Promise<readonly string[]> {
    const owner = new pg.Client({ connectionString: suite.services[service].database.migrateUrl });
    await owner.connect();
    const found: string[] = [];
    for (const table of ['inbox', 'inbox_aggregate', 'agreement_version']) {
      await owner.query(`alter table ${table} no force row level security`);
      const { rows } = await owner.query<{ tenant_id: string }>(`select tenant_id from ${table}`);
      await owner.query(`alter table ${table} force row level security`);
      found.push(...rows.map(({ tenant_id: tenant }) => `${table} of ${tenant}`));
    }
    await owner.end();
    return found;
  }

  const AGGREGATE = 'agreement/forged';
  const unknown = 'the tenant “nowhere” is none of this installation';
  it.each<[string, Forgery, RegExp]>([
    ['without a tenant', { aggregateId: AGGREGATE, attributes: { 'ce-tenantid': '' } }, /CloudEvents/],
    [
      'for a tenant that cannot be one',
      { aggregateId: AGGREGATE, attributes: { 'ce-tenantid': '..%2Fdemo' } },
      /tenant/,
    ],
    [
      'for an unknown tenant',
      { aggregateId: AGGREGATE, attributes: { 'ce-tenantid': 'nowhere' } },
      new RegExp(unknown),
    ],
    [
      'of an unknown kind for an unknown tenant',
      { aggregateId: AGGREGATE, subject: 'sla.agreements.v1.x', attributes: { 'ce-tenantid': 'nowhere' } },
      new RegExp(unknown),
    ],
    ['without an aggregate', { aggregateId: '' }, /CloudEvents/],
    ['before the first', { aggregateId: AGGREGATE, attributes: { 'ce-aggregatesequence': '0' } }, /CloudEvents/],
    ['with a payload of something else', { aggregateId: 'agreement/unreadable' }, /the payload is no/],
  ])('%s has no effect, and is a dead letter that an operator sees', async (_name, forgery, reason) => {
    const before = await Promise.all(READERS.map(letters));
    await nats.publish(forgery);
    for (const [i, service] of READERS.entries()) {
      const count = before[i]?.length ?? 0;
      await until(`${service} has given it up`, async () => (await letters(service)).length === count + 1);
      const letter = (await letters(service)).at(-1);
      expect(letter?.reason).toMatch(reason);
      await operations[service]?.discardDeadLetter({ id: letter?.id ?? '', reason: 'forged', requestId: '' });
      expect(await letters(service)).toHaveLength(count);
    }
  });

  it('leaves nothing behind for a tenant that is none', async () => {
    for (const service of READERS) {
      const strange = (await effects(service)).filter((effect) => !effect.endsWith(' of demo'));
      expect(strange).toEqual([]);
    }
  });

  it('under a subject of nobody reaches nobody', async () => {
    const before = await Promise.all(READERS.map(effects));
    await nats.publish({ aggregateId: AGGREGATE, subject: 'sla.nobody.v1.agreement_effective' });
    await rest(500);
    expect(await Promise.all(READERS.map(effects))).toEqual(before);
    expect(await Promise.all(READERS.map(letters))).toEqual(READERS.map(() => []));
  });
});
