import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { TZ_VERSION } from '@sla/calendar';
import { canonicalJson, parseInstant, sha256Hex, type CanonicalValue, type Instant } from '@sla/kernel';
import { evaluate } from '../evaluation/evaluate.js';
import type { Dispute, SeriesInput } from '../samples.js';
import { readTerms } from '../terms/read-terms.js';
import { EVALUATOR_VERSION } from '../version.js';
import { BUNDLE_SCHEMA, dayHashes, makeBundle, sampleRows } from './bundle.js';
import { verifyBundle, type VerificationFinding } from './verify.js';

const digest = { sha256: (data: string | Uint8Array) => createHash('sha256').update(data).digest() };
type Json = Readonly<Record<string, unknown>>;
const fixture = JSON.parse(readFileSync(path.join(import.meta.dirname, 'agreement.fixture.json'), 'utf8')) as Json & {
  readonly objectives: readonly Json[];
};
const START = parseInstant('2026-03-01T00:00:00Z');
const END = parseInstant('2026-03-03T00:00:00Z');
const at = (minute: number): Instant => (START + minute * 60_000) as Instant;

const INDICATORS = {
  state: { kind: 'time_in_state', series: 'site.probe' },
  count: { kind: 'event_ratio', series: 'site.probe' },
  value: { kind: 'threshold', series: 'site.probe', operator: '<=', value: '500', unit: 'ms' },
} as const;
const SERIES: Readonly<Record<SeriesInput['kind'], SeriesInput>> = {
  state: {
    series: 'site.probe',
    kind: 'state',
    samples: [
      { at: at(0), state: 'up' },
      { at: at(600), state: 'degraded' },
      { at: at(605), state: 'up' },
      { at: at(1_500), state: 'unknown' },
      { at: at(1_510), state: 'up' },
    ],
  },
  count: {
    series: 'site.probe',
    kind: 'count',
    samples: [
      { at: at(1), good: 9n, total: 10n },
      { at: at(1_441), good: 9_007_199_254_740_993n, total: 9_007_199_254_740_993n },
    ],
  },
  value: {
    series: 'site.probe',
    kind: 'value',
    samples: [
      { at: at(1), scaled: 4_995n, scale: 1 },
      { at: at(1_441), scaled: -1n, scale: 0 },
    ],
  },
};
const dispute = (state: Dispute['state'], minute: number): Dispute => ({
  id: `d-${state}`,
  interval: { start: at(minute), end: at(minute + 5) },
  claim: 'down',
  openedBy: 'customer',
  state,
});
const DISPUTES = [dispute('open', 10), dispute('upheld', 20), dispute('withdrawn', 30)];

function bundleOf(kind: SeriesInput['kind'], disputes: readonly Dispute[] = []): Json {
  const document = {
    ...fixture,
    objectives: fixture.objectives.map((objective) => ({
      ...objective,
      indicator: INDICATORS[kind],
      ...(kind === 'state' ? {} : { missingData: 'ignore' }),
    })),
  } as CanonicalValue;
  const canonicalTerms = canonicalJson(document);
  const reading = readTerms(document);
  if (!reading.ok) throw new Error(JSON.stringify(reading.violations));
  const [objective] = reading.terms.objectives;
  if (objective === undefined) throw new Error('the fixture has an objective');
  const input = {
    terms: reading.terms,
    contentHash: sha256Hex(digest, canonicalTerms),
    objective,
    window: { start: START, end: END },
    windowLabel: 'w',
    series: SERIES[kind],
    disputes,
    judgedAt: END,
    digest,
  };
  const bundle = makeBundle(input, evaluate(input), { agreementVersion: 3, canonicalTerms, revision: 2 });
  return JSON.parse(canonicalJson(bundle)) as Json;
}

function findingsOf(bundle: unknown): readonly VerificationFinding[] {
  const verification = verifyBundle(bundle, digest);
  return verification.ok ? [] : verification.findings;
}
const namesOf = (bundle: unknown): readonly string[] => findingsOf(bundle).map(({ what }) => what);

/** A bundle changed in one member, with its hash made right again, as a forger would. */
function forged(bundle: Json, change: (bundle: Json) => Json): Json {
  const { bundleHash: _bundleHash, ...content } = change(bundle);
  return { ...content, bundleHash: sha256Hex(digest, canonicalJson(content as CanonicalValue)) };
}
const inside =
  (member: string, changes: Json) =>
  (bundle: Json): Json => ({ ...bundle, [member]: { ...(bundle[member] as Json), ...changes } });

describe('the rows of a bundle', () => {
  it.each<[SeriesInput['kind'], readonly unknown[]]>([
    [
      'state',
      [
        [at(0), 'up'],
        [at(600), 'degraded'],
        [at(605), 'up'],
        [at(1_500), 'unknown'],
        [at(1_510), 'up'],
      ],
    ],
    [
      'count',
      [
        [at(1), '9', '10'],
        [at(1_441), '9007199254740993', '9007199254740993'],
      ],
    ],
    [
      'value',
      [
        [at(1), '4995', 1],
        [at(1_441), '-1', 0],
      ],
    ],
  ])('are exact for samples of a %s', (kind, rows) => expect(sampleRows(SERIES[kind])).toEqual(rows));

  it('are hashed by UTC day, in years of any length', () => {
    const early = { at: parseInstant('1969-12-31T23:59:59.999Z'), state: 'up' } as const;
    const series: SeriesInput = { series: 's', kind: 'state', samples: [early, { at: 0 as Instant, state: 'down' }] };
    expect(dayHashes(series, digest)).toEqual([
      ['1969-12-31', sha256Hex(digest, '-1 up')],
      ['1970-01-01', sha256Hex(digest, '0 down')],
    ]);
  });

  it('of no sample have no day', () =>
    expect(dayHashes({ series: 's', kind: 'count', samples: [] }, digest)).toEqual([]));
});

describe('a bundle', () => {
  it.each<[string, SeriesInput['kind'], readonly Dispute[], object]>([
    ['of states', 'state', [], { bad: '300000', unknown: '600000' }],
    ['of counts', 'count', [], { good: '9007199254741002', bad: '1' }],
    ['of values', 'value', [], { good: '2', bad: '0' }],
    ['of states with disputes in every state', 'state', DISPUTES, { bad: '600000' }],
  ])('%s is computed again to the same figures', (_name, kind, disputes, figures) =>
    expect(verifyBundle(bundleOf(kind, disputes), digest)).toMatchObject({ ok: true, figures }),
  );

  it('says what it is of', () =>
    expect(bundleOf('state', DISPUTES)).toMatchObject({
      schema: BUNDLE_SCHEMA,
      agreement: { id: 'site', version: 3 },
      objective: 'availability',
      revision: 2,
      window: { start: '2026-03-01T00:00:00Z', end: '2026-03-03T00:00:00Z', label: 'w' },
      versions: { evaluator: EVALUATOR_VERSION, tz: TZ_VERSION },
      series: { name: 'site.probe', kind: 'state' },
      disputes: [{ state: 'open' }, { state: 'upheld' }, { state: 'withdrawn' }],
    }));
});

describe('a bundle that cannot be read', () => {
  const sound = bundleOf('state', DISPUTES);
  const row = (changes: Json): Json => ({ disputes: [{ ...(sound['disputes'] as readonly Json[])[0], ...changes }] });

  it.each<[string, unknown, string]>([
    ['nothing', undefined, 'it cannot be read'],
    ['null', null, 'it cannot be read'],
    ['without versions', { ...sound, versions: undefined }, 'it cannot be read'],
    ['terms that are no JSON', inside('agreement', { terms: '{' })(sound), 'it cannot be read'],
    ['terms with faults', inside('agreement', { terms: '{}' })(sound), 'terms.unreadable'],
    ['an objective that is not promised', { ...sound, objective: 'speed' }, 'terms.dangling_reference'],
    ['a window without a begin', inside('window', { start: 'March' })(sound), 'kernel.instant_malformed'],
    ['a kind of samples nobody knows', inside('series', { kind: 'tickets' })(sound), 'terms.not_one_of'],
    ['a state nobody knows', inside('series', { samples: [[START, 'green']] })(sound), 'terms.not_one_of'],
    ['a sample without a state', inside('series', { samples: [[START]] })(sound), 'terms.not_one_of'],
    [
      'samples in no order',
      inside('series', {
        samples: [
          [at(1), 'up'],
          [at(0), 'up'],
        ],
      })(sound),
      'it cannot be read',
    ],
    [
      'counts for a promise of states',
      inside('series', { kind: 'count', samples: [[START, '1', '1']] })(sound),
      'it cannot be read',
    ],
    [
      'a count in words',
      inside('series', { kind: 'count', samples: [[START, 'one', '1']] })(sound),
      'it cannot be read',
    ],
    ['a dispute in a state nobody knows', { ...sound, ...row({ state: 'lost' }) }, 'terms.not_one_of'],
    ['a dispute that claims what nobody knows', { ...sound, ...row({ claim: 'green' }) }, 'terms.not_one_of'],
    ['a dispute without an end', { ...sound, ...row({ end: 'soon' }) }, 'kernel.instant_malformed'],
  ])('%s', (_name, bundle, reason) =>
    expect(findingsOf(bundle)).toEqual([
      { what: 'bundle', expected: BUNDLE_SCHEMA, got: expect.stringMatching(new RegExp(`^${reason}`)) },
    ]),
  );
});

describe('a bundle that is not what it says', () => {
  const sound = bundleOf('state', DISPUTES);
  const days = (sound['series'] as { readonly days: readonly (readonly [string, string])[] }).days;
  const hours = sound['hours'] as readonly (readonly [string, string])[];
  const NEVER = '2026-03-09T00:00:00Z';

  it.each<[string, (bundle: Json) => Json, readonly string[]]>([
    ['another schema', (b) => ({ ...b, schema: 'sla-suite/evidence/v9' }), ['schema']],
    ['no schema', ({ schema: _schema, ...b }) => b, ['schema']],
    ['rules this release does not have', inside('versions', { evaluator: '1999.1.0' }), ['evaluator version']],
    ['other time zones', inside('versions', { tz: '1999a' }), ['tz data version']],
    ['both', inside('versions', { evaluator: '0', tz: '0' }), ['evaluator version', 'tz data version']],
    ['a day that is missing', inside('series', { days: days.slice(1) }), ['samples of 2026-03-01']],
    ['a day too many', inside('series', { days: [...days, ['2026-03-09', 'x']] }), ['samples of 2026-03-09']],
    ['an hour that is missing', (b) => ({ ...b, hours: hours.slice(1) }), [`hour ${hours[0]?.[0] ?? ''}`]],
    ['an hour too many', (b) => ({ ...b, hours: [...hours, [NEVER, 'x']] }), [`hour ${NEVER}`]],
    ['a figure', inside('result', { bad: '0' }), ['figure bad']],
    ['a figure nobody computes', inside('result', { glory: 'yes' }), ['figure glory']],
    ['the hash of the result', (b) => ({ ...b, resultHash: 'x' }), ['result hash']],
    ['the name of the agreement', inside('agreement', { id: 'other' }), ['member agreement']],
    ['a member too many', (b) => ({ ...b, note: 'x' }), ['member note']],
    ['a member too many in a long one', inside('series', { zone: 'UTC' }), ['member series']],
  ])('%s, with the bundle hash made right', (_name, change, findings) =>
    expect(namesOf(forged(sound, change))).toEqual(findings),
  );

  it.each<[string, (bundle: Json) => Json, readonly string[]]>([
    ['the version of the agreement', inside('agreement', { version: 4 }), ['bundle hash']],
    ['the name of the agreement', inside('agreement', { id: 'other' }), ['member agreement', 'bundle hash']],
    ['a member too many', (b) => ({ ...b, note: 'x' }), ['member note', 'bundle hash']],
    ['the bundle hash', (b) => ({ ...b, bundleHash: 'x' }), ['bundle hash']],
    ['a figure', inside('result', { bad: '0' }), ['figure bad', 'bundle hash']],
  ])('%s, with the bundle hash left', (_name, change, findings) => expect(namesOf(change(sound))).toEqual(findings));

  it('shows what is stated and what is computed', () => {
    const [day] = days;
    expect(findingsOf(forged(sound, inside('series', { days: days.slice(1) })))).toEqual([
      { what: 'samples of 2026-03-01', expected: '(absent)', got: day?.[1] },
    ]);
    expect(findingsOf({ ...sound, note: 'x' })[0]).toEqual({ what: 'member note', expected: '"x"', got: '(absent)' });
  });
});
