import { readTerms } from './read-terms.js';

type Json = Readonly<Record<string, unknown>>;

export const both = (text: string): Json => ({ en: text, 'zh-CN': text });

const objective = (id: string, indicator: Json, changes: Json = {}): Json => ({
  id,
  title: both(id),
  service: 'site',
  need: both('Work'),
  owner: 'provider',
  indicator,
  target: '99.9',
  window: { kind: 'month', timeZone: 'Asia/Shanghai', anchorDay: '15', overflow: 'clamp' },
  partialWindow: 'clip',
  missingData: 'ignore',
  staleness: 'PT6H',
  minimumCoverage: '90',
  expectedEvery: 'PT5M',
  allowedLateness: 'PT24H',
  freezeAfter: 'P3D',
  atRiskAt: '75',
  minimumVolume: '10',
  exclusions: [],
  ...changes,
});

/**
 * A sound agreement as plain data that says everything it can say.
 * `services[1]`, `objectives[1]`, `objectives[2]` and `exclusions[1]` are referred to by nothing.
 */
export const soundDocument = (): unknown => ({
  schema: 'sla-suite/agreement/v1',
  id: 'web-shop',
  kind: 'SLA',
  title: both('Web shop'),
  parties: [
    { id: 'provider', role: 'provider', name: both('Provider') },
    { id: 'customer', role: 'customer', name: both('Customer') },
  ],
  term: { start: '2026-01-01T00:00:00Z', end: '2027-01-01T00:00:00Z' },
  timeZone: 'Europe/Berlin',
  scope: { included: [both('The site')], excluded: [both('The rest')] },
  services: [
    { id: 'site', title: both('Site'), criticality: 'critical' },
    { id: 'spare', title: both('Spare'), criticality: 'auxiliary' },
  ],
  objectives: [
    objective(
      'availability',
      { kind: 'time_in_state', series: 'site.probe', good: ['up', 'degraded'] },
      { missingData: 'hold', exclusions: ['maintenance'] },
    ),
    objective('success', { kind: 'event_ratio', series: 'site.orders' }),
    objective('latency', { kind: 'threshold', series: 'site.latency', operator: '<=', value: '500', unit: 'ms' }),
  ],
  exclusions: [
    {
      id: 'maintenance',
      title: both('Maintenance'),
      effect: 'drop',
      intervals: [
        { start: '2026-02-01T00:00:00Z', end: '2026-02-01T01:00:00Z', announcedAt: '2026-01-20T00:00:00Z' },
        { start: '2026-03-01T00:00:00Z', end: '2026-03-01T01:00:00Z' },
      ],
      minimumNotice: 'PT48H',
      capPerWindow: 'PT4H',
    },
    { id: 'holidays', title: both('Holidays'), effect: 'count_good', intervals: [] },
  ],
  charges: { amount: '12000.00', currency: 'CNY', per: 'month' },
  credits: [
    {
      id: 'availability-credit',
      objective: 'availability',
      tiers: [
        { below: '99.9', percent: '10' },
        { below: '99.5', percent: '25' },
      ],
      capPercent: '25',
      rollingCapPercent: '20',
      minimum: '10.00',
      minimumRule: 'above',
      family: 'outage',
      earnBack: { windows: '3', target: '99.95' },
      rounding: 'half_up',
    },
  ],
  reports: { schedule: 'quarter' },
});

/** The document with one member set, or taken away where the value is undefined: `objectives[2].target`. */
export function changed(document: unknown, path: string, value: unknown): unknown {
  const [key, ...rest] = path.split(/[.[\]]+/).filter((part) => part !== '');
  if (key === undefined) return value;
  const inner = (before: unknown): unknown => changed(before, rest.join('.'), value);
  if (Array.isArray(document)) {
    const list: readonly unknown[] = document;
    return Array.from({ length: Math.max(list.length, Number(key) + 1) }, (_, i) =>
      i === Number(key) ? inner(list[i]) : list[i],
    );
  }
  const { [key]: before, ...others } = document as Json;
  const after = inner(before);
  return after === undefined ? others : { ...others, [key]: after };
}

/** The sound document with some members changed. */
export const documentWith = (changes: Json): unknown =>
  Object.entries(changes).reduce((document, [path, value]) => changed(document, path, value), soundDocument());

/** Every fault as `field reason`, in the order in which they are reported. */
export function faultsOf(document: unknown): readonly string[] {
  const reading = readTerms(document);
  return reading.ok ? [] : reading.violations.map(({ field, reason }) => `${field} ${reason}`);
}

/** What may be wrong with a member of a kind: the name of the fault, the value, and the faults below the member. */
type Wrong = readonly [name: string, value: unknown, faults: Readonly<Record<string, string>>];

const NULL: Wrong = ['null', null, { '': 'terms.missing' }];
const BOOLEAN: Wrong = ['a boolean', true, { '': 'terms.text_expected' }];
const FRACTION: Wrong = ['a fraction as a number', 0.5, { '': 'terms.text_expected' }];
const decimal: readonly Wrong[] = [
  NULL,
  BOOLEAN,
  FRACTION,
  ['a word', 'many', { '': 'kernel.decimal_malformed' }],
  ['no digit', '', { '': 'kernel.decimal_malformed' }],
];
const text: readonly Wrong[] = [
  NULL,
  ['a number', 7, { '': 'terms.text_expected' }],
  ['empty', '', { '': 'terms.text_expected' }],
  ['blank', ' \n', { '': 'terms.text_expected' }],
  ['one character too long', 'x'.repeat(2_001), { '': 'terms.text_too_long' }],
];

export const WRONG = {
  text,
  id: [
    ...text,
    ['of 129 characters', 'x'.repeat(129), { '': 'terms.id_malformed' }],
    ['with a capital', 'Site', { '': 'terms.id_malformed' }],
    ['with a space', 'my site', { '': 'terms.id_malformed' }],
  ],
  choice: [
    NULL,
    ['another word', 'sometimes', { '': 'terms.not_one_of' }],
    ['a number', 7, { '': 'terms.not_one_of' }],
    ['a list', ['month'], { '': 'terms.not_one_of' }],
  ],
  localized: [
    NULL,
    ['one plain text', 'Site', { '': 'terms.object_expected', '.en': 'terms.missing', '.zh-CN': 'terms.missing' }],
    ['without Chinese', { en: 'Site' }, { '.zh-CN': 'terms.missing' }],
    ['without English', { 'zh-CN': '网站' }, { '.en': 'terms.missing' }],
    ['blank in Chinese', { en: 'Site', 'zh-CN': ' ' }, { '.zh-CN': 'terms.text_expected' }],
    ['with too long an English', { en: 'x'.repeat(2_001), 'zh-CN': '网站' }, { '.en': 'terms.text_too_long' }],
    ['with a third language', { ...both('Site'), de: 'Seite' }, { '.de': 'terms.unknown_member' }],
  ],
  decimal,
  percent: [
    ...decimal,
    ['just above 100', '100.0001', { '': 'terms.percent_above_100' }],
    ['just below 0', '-0.0001', { '': 'terms.percent_below_0' }],
  ],
  duration: [
    NULL,
    BOOLEAN,
    FRACTION,
    ['a number without a unit', 5, { '': 'kernel.duration_malformed' }],
    ['a month, which has no fixed length', 'P1M', { '': 'kernel.duration_malformed' }],
    ['longer than can be counted', `P${'9'.repeat(12)}D`, { '': 'kernel.duration_malformed' }],
  ],
  instant: [
    NULL,
    BOOLEAN,
    ['a date alone', '2026-01-01', { '': 'kernel.instant_malformed' }],
    ['a day that is not', '2026-02-30T00:00:00Z', { '': 'kernel.instant_malformed' }],
    ['without an offset', '2026-01-01T00:00:00', { '': 'kernel.instant_malformed' }],
  ],
} as const satisfies Readonly<Record<string, readonly Wrong[]>>;

type FaultRow = readonly [name: string, path: string, value: unknown, faults: readonly string[]];

/** One row per way in which a member can be wrong; a required member can be missing as well. */
export function faultRows(
  rule: 'required' | 'optional',
  members: readonly (readonly [path: string, kind: keyof typeof WRONG])[],
): readonly FaultRow[] {
  const missing: readonly Wrong[] = rule === 'required' ? [['missing', undefined, { '': 'terms.missing' }]] : [];
  return members.flatMap(([path, kind]) =>
    [...missing, ...WRONG[kind]].map(([name, value, faults]): FaultRow => {
      const expected = Object.entries(faults).map(([below, reason]) => `${path}${below} ${reason}`);
      return [`${path} ${name}`, path, value, expected];
    }),
  );
}
