import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { measurementV1 as m } from '@sla/contracts';
import { putIntoForce, type SiteAgreement } from '../suite/agreements.js';
import { openStores, untilSettled, type Stores } from '../suite/settled.js';
import { slactl, slactlJson } from '../suite/slactl.js';
import { Suite } from '../suite/suite.js';
import { dataFile, describeWithData } from './data.js';

const STALENESS_HOURS = 36;

interface Expected {
  readonly months: Readonly<Record<string, Readonly<Record<string, { readonly downtime_seconds: number }>>>>;
}
interface ImportReport {
  readonly samples: number;
  readonly accepted: number;
  readonly samplesPerSecond: number;
  readonly seconds: number;
  readonly series: readonly { readonly series: string; readonly coverage: m.Determination['coverage'] }[];
}

const REPOSITORIES = [
  { name: 'dhbern', rows: 10_530, sites: 51 },
  { name: 'foodcoopx', rows: 6_274, sites: 48 },
] as const;
type Repository = (typeof REPOSITORIES)[number];

const checksFile = (name: string): string => dataFile('upptime', `${name}_checks.csv.gz`);

function slugsOf(name: string): readonly string[] {
  const lines = gunzipSync(readFileSync(checksFile(name)))
    .toString('utf8')
    .trim()
    .split('\n')
    .slice(1);
  return [...new Set(lines.map((line) => line.split(',')[1] ?? ''))];
}

const agreementOf = ({ name }: Repository): SiteAgreement => ({
  id: name,
  sites: slugsOf(name).map((slug) => ({ id: slug, series: `${name}.${slug}` })),
  term: { start: '2025-11-01T00:00:00Z', end: '2027-01-01T00:00:00Z' },
  target: '99.9',
  staleness: `PT${STALENESS_HOURS}H`,
  minimumCoverage: 90,
});

describeWithData('upptime')('real status pages, imported by slactl and judged over gRPC', () => {
  let suite: Suite;
  let stores: Stores;
  let context: string;
  const reports = new Map<string, ImportReport>();

  beforeAll(async () => {
    suite = await Suite.start();
    stores = openStores(suite);
    context = await suite.contextFile('provider');
    for (const repository of REPOSITORIES) {
      await putIntoForce(suite, agreementOf(repository));
      const { name } = repository;
      const words = ['--source', name, '--series-prefix', `${name}.`, '--staleness', `${STALENESS_HOURS}h`];
      reports.set(name, await slactlJson(context, 'import', 'checks', checksFile(name), ...words));
    }
    await untilSettled(stores, 180_000);
  }, 420_000);

  afterAll(async () => {
    await stores.close();
    await suite.stop();
  });

  async function determinationsOf(agreementId: string): Promise<readonly m.Determination[]> {
    const clients = await suite.clients('customer');
    const all: m.Determination[] = [];
    for (let pageToken = ''; ;) {
      const page = await clients.measurement.listDeterminations({
        agreementId,
        objectiveId: '',
        overlapping: undefined,
        allRevisions: false,
        pageSize: 1_000,
        pageToken,
      });
      all.push(...page.determinations);
      if (page.nextPageToken === '') break;
      pageToken = page.nextPageToken;
    }
    clients.close();
    return all;
  }

  it.each(REPOSITORIES)('$name: every check is taken in once', ({ name, rows, sites }) => {
    expect(reports.get(name)).toMatchObject({ samples: rows });
    expect(reports.get(name)?.series.length).toBe(sites);
    expect(reports.get(name)?.samplesPerSecond).toBeGreaterThan(0);
    // A pure figure for whoever reads the log; it judges nothing.
    process.stdout.write(
      `${name}: ${rows} checks in ${reports.get(name)?.seconds} s, ${reports.get(name)?.samplesPerSecond}/s\n`,
    );
  });

  it.each(REPOSITORIES)('$name: the downtime of every site and month, to the second', async ({ name }) => {
    const { months } = JSON.parse(readFileSync(dataFile('upptime', `${name}_expected.json`), 'utf8')) as Expected;
    const said = new Map((await determinationsOf(name)).map((d) => [`${d.windowLabel} ${d.objectiveId}`, d]));
    const compared = Object.entries(months).flatMap(([month, sites]) =>
      Object.entries(sites).map(([slug, { downtime_seconds: expected }]) => {
        const determination = said.get(`${month} ${slug}`);
        const bad = determination === undefined ? Number.NaN : Number(determination.bad) / 1_000;
        return { site: `${month} ${slug}`, bad, expected };
      }),
    );
    expect(compared.length).toBeGreaterThan(100);
    expect(compared.filter(({ bad, expected }) => bad !== expected)).toEqual([]);
  });

  it.each(REPOSITORIES)('$name: phase and verdict follow from figures and time', async ({ name }) => {
    const list = await determinationsOf(name);
    expect(list.filter((d) => !isSane(d)).map((d) => `${d.windowLabel} ${d.objectiveId}`)).toEqual([]);
    expect(new Set(list.map((d) => d.phase))).toEqual(new Set([m.Phase.OPEN, m.Phase.FINAL]));
    expect(list.some((d) => d.verdict === m.Verdict.MISSED)).toBe(true);
    expect(list.some((d) => d.verdict === m.Verdict.MET)).toBe(true);
  });

  it('prints the coverage at 36 hours beside the downtime', async () => {
    const { exitCode, stdout } = await slactl(context, 'get', 'determinations', '--agreement', 'foodcoopx');
    expect(exitCode).toBe(0);
    const [head = '', ...lines] = stdout.trimEnd().split('\n');
    expect(head).toMatch(/bad\s+coverage/);
    const line = lines.find((text) => /^foodcoopx\s+wir-garten-lueneburg-tapir\s+2025-12/.test(text));
    expect(line).toMatch(/35 min 33 s\s+100[.]00 %/);
  });

  it('counts a repeated import once', async () => {
    const words = [
      'import',
      'checks',
      checksFile('foodcoopx'),
      '--source',
      'foodcoopx',
      '--series-prefix',
      'foodcoopx.',
    ];
    const again = await slactlJson<ImportReport & { replayedBatches: number }>(context, ...words);
    expect(again.replayedBatches).toBe(Math.ceil(again.samples / 2_000));
    await untilSettled(stores, 180_000);
    const determinations = await determinationsOf('foodcoopx');
    expect(determinations.every((d) => d.revision === 1 && d.pendingRestatement === 0n)).toBe(true);
  });
});

/** Unknown is never green: a met window is covered enough, and a missed one has more bad time than its budget. */
function isSane(d: m.Determination): boolean {
  const coverage = Number(d.coverage?.numerator ?? 0) / Number(d.coverage?.denominator ?? 1);
  const overspent = d.budgetLeft.startsWith('-');
  const ended = Number(d.window?.endTime?.seconds ?? 0n) <= Number(d.judgedTime?.seconds ?? 0n);
  if (!ended && d.phase !== m.Phase.OPEN) return false;
  switch (d.verdict) {
    case m.Verdict.MET:
      return coverage >= 0.9 && !overspent;
    case m.Verdict.MISSED:
      return overspent;
    case m.Verdict.INSUFFICIENT_EVIDENCE:
      return coverage < 0.9;
    default:
      return d.verdict === m.Verdict.NOT_APPLICABLE;
  }
}
