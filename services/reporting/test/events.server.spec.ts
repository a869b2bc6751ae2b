import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { commonV1, EVENTS, reportingV1 as v1 } from '@sla/contracts';
import { parseInstant } from '@sla/kernel';
import { grpcClient, type GrpcClient } from '@sla/platform';
import fc from 'fast-check';
import pg from 'pg';
import type { Finding } from '../src/domain/finding.js';
import { contractOf, findingOf, missedBy, monthOf } from '../src/domain/web-shop.fixture.js';
import {
  effectiveEvent,
  findingEvent,
  publish,
  serve,
  supersededEvent,
  until,
  type Served,
  type TestEvent,
} from './served.js';

const contract = contractOf();
const second = contractOf({ version: 2, start: '2026-04-01T00:00:00+08:00' });
const restated = { revision: 2, phase: 'restated', restatementReason: 'late outage' } as const;
const april = { window: monthOf(4), windowLabel: '2026-04' };
const orders = findingOf({
  objectiveId: 'orders',
  unit: 'events',
  good: '1000',
  bad: '0',
  budgetTotal: '5',
  budgetLeft: '5',
});

interface Report {
  readonly rows: readonly { readonly revision: string }[];
  readonly awaited: readonly unknown[];
  readonly complete: boolean;
  readonly agreement: unknown;
}

/** The whole story of a tenant: two versions, March restated, April final. Aggregates count from 1 each. */
const storyOf = (tenant: string): readonly TestEvent[] => [
  { ...effectiveEvent(contract, tenant, 1), subject: EVENTS.versionFrozen.subject },
  effectiveEvent(contract, tenant, 2),
  effectiveEvent(second, tenant, 3),
  supersededEvent(contract, parseInstant('2026-04-01T00:00:00+08:00'), tenant, 4),
  findingEvent(missedBy(60, { phase: 'open' }), tenant, 1),
  findingEvent(missedBy(60, { phase: 'provisional' }), tenant, 2),
  findingEvent(missedBy(60), tenant, 3),
  findingEvent(missedBy(1_400, restated), tenant, 4),
  findingEvent(orders, tenant, 1),
  findingEvent(missedBy(90, { ...april, version: 2 }), tenant, 1),
];

const told: readonly Finding[] = [missedBy(60), missedBy(1_400, restated), orders, missedBy(90, april)];

describe('events', () => {
  let served: Served;
  let operations: GrpcClient<typeof commonV1.OperationsServiceService>;
  const shuffles = ['in-order', 'repeated', 'gaps', 'shuffled-1', 'shuffled-2', 'shuffled-3'];
  const tenants = [...shuffles, 'by-hash', 'broken', 'peer-away'];

  beforeAll(async () => {
    served = await serve(tenants.join(','));
    for (const finding of told) served.peers.tell(finding);
    const token = await served.token({ tenant: 'broken', roles: ['operator'] });
    operations = grpcClient(commonV1.OperationsServiceService, { address: served.address, token: async () => token });
  });
  afterAll(async () => {
    operations.close();
    await served.close();
  });

  const ledgerOf = async (tenant: string): Promise<readonly string[]> => {
    const client = await served.client({ tenant, roles: ['auditor'] });
    const { entries } = await client.listLedgerEntries({ agreementId: '', pageSize: 0, pageToken: '' });
    return entries.map((e) => `${e.creditId} ${e.windowLabel} ${e.amount?.amountMinor} ${e.reason}`).sort();
  };
  const editionsOf = async (tenant: string): Promise<readonly v1.ReportEdition[]> => {
    const client = await served.client({ tenant, roles: ['auditor'] });
    return (await client.listReportEditions({ agreementId: '', period: '2026-03', pageSize: 0, pageToken: '' }))
      .editions;
  };

  const BOOKED = [
    'availability-credit 2026-03 120000 ',
    'availability-credit 2026-03 480000 late outage',
    'availability-credit 2026-04 120000 ',
    'availability-extra 2026-03 60000 ',
    'availability-extra 2026-04 60000 ',
  ];

  const orderings: Readonly<Record<string, (story: readonly TestEvent[]) => readonly TestEvent[]>> = {
    'in-order': (story) => story,
    repeated: (story) => story.flatMap((event) => [event, event, event]),
    gaps: (story) => story.toReversed(),
    ...Object.fromEntries(
      [1, 2, 3].map((seed) => [
        `shuffled-${seed}`,
        (story: readonly TestEvent[]) => {
          const twice = [...story, ...story];
          return fc.sample(fc.shuffledSubarray(twice, { minLength: twice.length }), { seed, numRuns: 1 })[0] ?? [];
        },
      ]),
    ),
  };

  it.each(shuffles)('have their effect once: %s', async (tenant) => {
    const order = orderings[tenant];
    await publish(served, ...(order?.(storyOf(tenant)) ?? []));
    await until(
      () => ledgerOf(tenant),
      (entries) => entries.length >= BOOKED.length,
    );
    // A repeat of the whole story changes nothing any more.
    await publish(served, ...storyOf(tenant), { ...findingEvent(orders, tenant, 2) });
    await until(
      () => inboxOf(tenant, 'determination/web-shop/orders/2026-03'),
      (sequence) => sequence === 2n,
    );
    expect(await ledgerOf(tenant)).toEqual(BOOKED);
  });

  /** How far an aggregate has been followed. */
  async function inboxOf(tenant: string, aggregate: string): Promise<bigint> {
    const client = new pg.Client({ connectionString: served.database.url });
    await client.connect();
    try {
      await client.query(`select set_config('sla.tenant', $1, false)`, [tenant]);
      const { rows } = await client.query<{ last_sequence: string }>(
        'select last_sequence from inbox_aggregate where aggregate_id = $1',
        [aggregate],
      );
      return BigInt(rows[0]?.last_sequence ?? 0);
    } finally {
      await client.end();
    }
  }

  it('end in the same edition whatever the order: the newest says the same of every tenant', async () => {
    const name = { agreementId: 'web-shop', period: '2026-03', edition: 0, format: v1.ReportFormat.JSON };
    const said = async (tenant: string): Promise<string> => {
      const client = await served.client({ tenant, party: 'acme', roles: ['customer_manager'] });
      await until(
        () => editionsOf(tenant),
        (editions) => editions.length > 0,
      );
      const newest = async (): Promise<Report> =>
        JSON.parse(Buffer.from((await client.getReportEdition(name)).content).toString()) as Report;
      const report = await until(newest, ({ rows }) => rows[0]?.revision === '2');
      return JSON.stringify([report.rows, report.awaited, report.complete, report.agreement]);
    };
    const bodies = new Set<string>();
    for (const tenant of shuffles) bodies.add(await said(tenant));
    expect(bodies.size).toBe(1);
  });

  it('ask measurement in the name of the tenant and of the cause', () => {
    const asked = served.peers.calls.filter(({ method }) => method === 'Explain');
    expect(new Set(asked.map(({ tenant }) => tenant))).toEqual(new Set(shuffles));
    expect(new Set(asked.map(({ correlation }) => correlation))).toEqual(new Set(['test-correlation']));
  });

  it('without terms make reporting ask for them by their hash', async () => {
    const large = contractOf({ title: { en: 'Large', 'zh-CN': '大' } });
    served.peers.keep(large.contentHash, large.canonicalTerms);
    await publish(served, effectiveEvent(large, 'by-hash', 1, false), findingEvent(missedBy(60), 'by-hash', 1));
    const client = await served.client({ tenant: 'by-hash', roles: ['auditor'] });
    const { rows } = await until(
      () => client.listCompliance({ agreementId: '', overlapping: undefined, pageSize: 0, pageToken: '' }),
      (page) => page.rows.length === 1,
    );
    expect(rows[0]?.agreementTitle).toEqual({ en: 'Large', zhCn: '大' });
  });

  it('that carry nothing usable become dead letters at once, and what they hold back waits', async () => {
    const event = findingEvent(missedBy(60), 'broken', 1);
    const empty = {
      ...event,
      data: EVENTS.windowClosed.codec.encode({ determination: undefined, historical: false }).finish(),
    };
    await publish(served, effectiveEvent(contract, 'broken', 1), empty, findingEvent(missedBy(60), 'broken', 2));
    const page = { pageSize: 10, pageToken: '' };
    const { deadLetters } = await until(
      () => operations.listDeadLetters(page),
      (answer) => answer.deadLetters.length === 1,
    );
    expect(deadLetters[0]?.reason).toContain('carries no determination');
    expect(await ledgerOf('broken')).toEqual([]);
    await operations.discardDeadLetter({ id: deadLetters[0]?.id ?? '', reason: 'made for the test', requestId: '' });
    expect(
      await until(
        () => ledgerOf('broken'),
        (entries) => entries.length > 0,
      ),
    ).toHaveLength(2);
  });

  it('book at once while measurement is away; the edition follows when it is back', async () => {
    served.peers.away = true;
    const events = [effectiveEvent(contract, 'peer-away', 1), findingEvent(missedBy(60), 'peer-away', 1)];
    await publish(served, ...events, findingEvent(orders, 'peer-away', 1));
    await until(
      () => ledgerOf('peer-away'),
      (entries) => entries.length === 2,
    );
    expect(await editionsOf('peer-away')).toEqual([]);
    served.peers.away = false;
    const [edition] = await until(
      () => editionsOf('peer-away'),
      (editions) => editions.length > 0,
    );
    expect(edition).toMatchObject({ edition: 1, complete: true });
  });
});
