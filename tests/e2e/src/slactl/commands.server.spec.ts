import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { freePort } from '@sla/testkit';
import { siteDocument, type SiteAgreement } from '../suite/agreements.js';
import { openStores, untilSettled, type Stores } from '../suite/settled.js';
import { slactl, slactlJson, type Ran } from '../suite/slactl.js';
import { SERVICES, Suite, type Person } from '../suite/suite.js';

const SHOP: SiteAgreement = {
  id: 'shop',
  sites: [{ id: 'shop-up', series: 'sites.shop' }],
  term: { start: '2026-01-01T00:00:00Z', end: '2027-01-01T00:00:00Z' },
  target: '99.9',
  staleness: 'PT6H',
  minimumCoverage: 80,
  monthlyCharge: '500.00',
};
const KEY = ['shop', 'shop-up', '2026-01'] as const;

/** Hourly checks of ten weeks with an outage of three hours in January, one check missing. */
function checks(): string {
  const from = Date.UTC(2026, 0, 1);
  const lines = Array.from({ length: 70 * 24 }, (_, hour) => {
    const status = hour >= 100 && hour < 103 ? 'down' : 'up';
    return `${new Date(from + hour * 3_600_000).toISOString()},shop,${status}`;
  });
  return ['checked_at,slug,status', ...lines.toSpliced(500, 1), ''].join('\n');
}

describe('slactl against running services', () => {
  let suite: Suite;
  let stores: Stores;
  const contexts = new Map<string, string>();
  const inDir = (name: string): string => path.join(suite.dir, name);
  const as = (who: Person | 'nobody' | 'lost', ...args: readonly string[]): Promise<Ran> =>
    slactl(contexts.get(who) ?? '', ...args);

  beforeAll(async () => {
    suite = await Suite.start();
    stores = openStores(suite);
    for (const person of ['provider', 'customer', 'operator', 'probes'] as const)
      contexts.set(person, await suite.contextFile(person));
    const addresses = Object.fromEntries(SERVICES.map((service) => [service, suite.address(service)]));
    writeFileSync(inDir('nobody.json'), JSON.stringify(addresses));
    contexts.set('nobody', inDir('nobody.json'));
    const away = `127.0.0.1:${await freePort()}`;
    writeFileSync(inDir('lost.json'), JSON.stringify(Object.fromEntries(SERVICES.map((service) => [service, away]))));
    contexts.set('lost', inDir('lost.json'));
    writeFileSync(inDir('shop.json'), siteDocument(SHOP));
    writeFileSync(inDir('checks.csv'), checks());
    writeFileSync(inDir('values.csv'), 'timestamp,value\n2026-01-01 00:00:00,1.5\n2026-01-01 00:05:00,2.25\n');
  }, 300_000);

  afterAll(async () => {
    await stores.close();
    await suite.stop();
  });

  // Told in order: each step rests on the ones before it.
  it.each<[string, Person, () => readonly string[], RegExp]>([
    ['apply', 'provider', () => ['apply', inDir('shop.json')], /shop\s+1\s+stored/],
    ['apply again', 'provider', () => ['apply', inDir('shop.json')], /shop\s+1\s+unchanged/],
    ['freeze', 'provider', () => ['freeze', 'shop', '1'], /shop\s+1\s+frozen/],
    ['keygen', 'provider', () => ['keygen', inDir('n.key'), 'n-1'], /key n-1, thumbprint [\w-]{43}/],
    ['keygen of the other party', 'customer', () => ['keygen', inDir('a.key'), 'a-1'], /key a-1/],
    ['sign', 'provider', () => ['sign', 'shop', '1', '--key', inDir('n.key')], /shop\s+1\s+signed/],
    ['sign of the other party', 'customer', () => ['sign', 'shop', '1', '--key', inDir('a.key')], /shop\s+1\s+signed/],
    ['activate', 'provider', () => ['activate', 'shop', '1'], /shop\s+1\s+effective/],
    [
      'import checks',
      'probes',
      () => [
        'import',
        'checks',
        inDir('checks.csv'),
        '--source',
        's',
        '--series-prefix',
        'sites.',
        '--staleness',
        '6h',
      ],
      /sites[.]shop\s+1679\s+2026-01-01T00:00:00Z\s+\S+\s+100[.]00 %[^]*samples sent\s+1679/,
    ],
    ['import wait', 'probes', () => ['import', 'wait'], /everything is evaluated/],
    [
      'import values',
      'probes',
      () =>
        `import values ${inDir('values.csv')} --source v --series v --time-zone Asia/Shanghai --resolution 0.01`.split(
          ' ',
        ),
      /first row\s+2025-12-31T16:00:00Z/,
    ],
  ])('%s', async (_name, who, words, expected) => {
    const ran = await as(who, ...words());
    expect(ran).toMatchObject({ exitCode: 0, stderr: '' });
    expect(ran.stdout).toMatch(expected);
    if (words()[0] === 'keygen') expect(statSync(words()[1] ?? '').mode & 0o777).toBe(0o600);
  });

  const READS: readonly (readonly [string, Person, () => readonly string[], RegExp, RegExp])[] = [
    ['get agreements', 'customer', () => ['get', 'agreements'], /shop\s+SLA\s+shop\s+v1 effective/, /名称[^]*v1 生效/],
    [
      'get determinations',
      'customer',
      () => ['get', 'determinations', '--agreement', 'shop'],
      /2026-01\s+99[.]9 %\s+99[.]5967 %\s+final\s+✗ missed\s+3 h\s+100[.]00 %/,
      /数据覆盖[^]*最终\s+✗ 未达标\s+3小时/,
    ],
    [
      'get compliance',
      'customer',
      () => ['get', 'compliance'],
      /final\s+✗ missed\s+100[.]00 %\s+50[.]00 EUR/,
      /未达标/,
    ],
    ['get ledger', 'operator', () => ['get', 'ledger'], /shop-up-credit\s+2026-01\s.*50[.]00 EUR/, /金额/],
    ['get editions', 'operator', () => ['get', 'editions'], /shop\s+2026-01\s+1\s+yes\s+[0-9a-f]{64}/, /\s是\s/],
    ['get restatements', 'provider', () => ['get', 'restatements'], /There are none/, /没有内容/],
    ['get disputes', 'provider', () => ['get', 'disputes'], /There are none/, /没有内容/],
    ['describe agreement', 'customer', () => ['describe', 'agreement', 'shop'], /state: EFFECTIVE/, /state: EFFECTIVE/],
    [
      'describe series',
      'operator',
      () => ['describe', 'series', 'sites.shop'],
      /gaps\n {2}2026-01-21T19:00:00Z … 2026-01-21T21:00:00Z: 1 missing[^]*samples\s+1679/,
      /缺口\n.*缺 1 个[^]*样本\s+1679/,
    ],
    ['describe determination', 'customer', () => ['describe', 'determination', ...KEY], /bad: "10800000"/, /bad:/],
    ['explain', 'customer', () => ['explain', ...KEY], /missed its promise[^]*trace [0-9a-f]{32}/, /未达标[^]*跟踪号/],
    ['report', 'customer', () => ['report', 'shop', '2026-01', '--format', 'csv'], /shop-up/, /shop-up/],
    ['evidence', 'customer', () => ['evidence', ...KEY, '--file', inDir('e.json')], /e[.]json: \d+ bytes/, /字节/],
    ['verify', 'customer', () => ['verify', inDir('e.json')], /is proven[^]*bad\s+10800000/, /已验证/],
    ['restate', 'provider', () => ['restate', ...KEY, '--reason', 'A look.'], /nothing had changed/, /没有变化/],
  ];

  it.each(READS)('%s, in English and Chinese, as JSON and YAML', async (_name, who, words, en, zh) => {
    await untilSettled(stores, 180_000);
    const [english, chinese, yaml, json] = await Promise.all([
      as(who, ...words()),
      as(who, ...words(), '--lang', 'zh-CN'),
      as(who, ...words(), '-o', 'yaml'),
      slactlJson(contexts.get(who) ?? '', ...words()),
    ]);
    expect(english).toMatchObject({ exitCode: 0, stderr: '' });
    expect(english.stdout).toMatch(en);
    expect(chinese).toMatchObject({ exitCode: 0, stderr: '' });
    expect(chinese.stdout).toMatch(zh);
    expect(json).toEqual(expect.anything());
    expect(yaml.exitCode).toBe(0);
    expect(yaml.stdout).toMatch(/^(- |\w+:|\[\])/);
  });

  it('trace draws what led to a determination', async () => {
    const key = ['describe', 'determination', ...KEY];
    const { traceId } = await slactlJson<{ traceId: string }>(contexts.get('customer') ?? '', ...key);
    const { exitCode, stdout } = await as('customer', 'trace', traceId);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^measurement\s+█+.* ms\s+.*evaluate objective/m);
    const spans = await slactlJson<readonly unknown[]>(contexts.get('customer') ?? '', 'trace', traceId);
    expect(spans.length).toBeGreaterThan(1);
  });

  it('verify needs no context and no service, and names the byte that was changed', async () => {
    const bytes = readFileSync(inDir('e.json'));
    const place = bytes.indexOf('"bad":"10800000"') + 8;
    writeFileSync(inDir('changed.json'), bytes.fill('9', place, place + 1));
    const ran = await slactl(inDir('no-such-context.json'), 'verify', inDir('changed.json'));
    expect(ran.exitCode).toBe(1);
    expect(ran.stdout).toMatch(/is not what it says: \d+ places differ[.] The first is figure bad/);
    const chinese = await slactl('', 'verify', inDir('changed.json'), '--lang', 'zh-CN');
    expect(chinese.stdout).toMatch(/首先是 数字 bad/);
  });

  it.each<[string, number, Person | 'nobody' | 'lost', () => readonly string[], RegExp, RegExp]>([
    ['a command that is none', 2, 'provider', () => ['frob'], /no command “frob”/, /没有命令“frob”/],
    ['a document with a fault', 2, 'provider', () => ['apply', inDir('checks.csv')], /^$/, /^$/],
    ['a file that is not there', 2, 'provider', () => ['verify', inDir('x')], /There is no file/, /没有文件/],
    ['a key that exists', 2, 'provider', () => ['keygen', inDir('n.key'), 'n'], /never overwritten/, /不会被覆盖/],
    [
      'stamps without a zone',
      2,
      'probes',
      () => ['import', 'values', inDir('values.csv'), '--source', 'w', '--series', 'w', '--resolution', '1'],
      /names no offset/,
      /未写时差/,
    ],
    ['a version that is effective', 3, 'provider', () => ['freeze', 'shop', '1'], /\[agreements[.]/, /\[agreements[.]/],
    ['an agreement that is not there', 3, 'provider', () => ['describe', 'agreement', 'no'], /no agreement/, /没有/],
    ['services that are away', 4, 'lost', () => ['get', 'agreements'], /No service answers at 127/, /没有服务应答/],
    ['a role that is missing', 5, 'probes', () => ['get', 'ledger'], /\[platform[.]role_missing\]/, /只允许/],
    ['no token', 5, 'nobody', () => ['get', 'agreements'], /\[platform[.]token_missing\]/, /未携带凭据/],
  ])('%s ends with %d and says why in both languages', async (_name, exitCode, who, words, en, zh) => {
    const [english, chinese] = await Promise.all([as(who, ...words()), as(who, ...words(), '--lang', 'zh-CN')]);
    expect([english.exitCode, chinese.exitCode]).toEqual([exitCode, exitCode]);
    expect(english.stderr.trim()).toMatch(en);
    expect(chinese.stderr.trim()).toMatch(zh);
  });

  it('a fault of a document is told with its line', async () => {
    const { exitCode, stdout } = await as('provider', 'apply', inDir('checks.csv'));
    expect(exitCode).toBe(2);
    expect(stdout).toMatch(/fault[^]*line\s+column\s+field/);
  });

  it('an export that is refused leaves no file', async () => {
    const { exitCode } = await as('customer', 'evidence', 'shop', 'shop-up', '2031-01', '--file', inDir('none.json'));
    expect(exitCode).toBe(3);
    expect(existsSync(inDir('none.json'))).toBe(false);
  });

  it('shows no progress bar where nobody watches', async () => {
    const words = ['import', 'checks', inDir('checks.csv'), '--source', 's', '--series-prefix', 'sites.'];
    expect(await as('probes', ...words)).toMatchObject({ exitCode: 0, stderr: '' });
  });
});
