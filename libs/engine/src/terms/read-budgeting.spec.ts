import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { canonicalJson, parseInstant, ratio, sha256Hex, type CanonicalValue, type Instant } from '@sla/kernel';
import { evaluate } from '../evaluation/evaluate.js';
import { makeBundle } from '../evidence/bundle.js';
import { verifyBundle } from '../evidence/verify.js';
import { MAX_MINIMUM } from './read-budgeting.js';
import { readTerms } from './read-terms.js';

const digest = { sha256: (data: string | Uint8Array) => createHash('sha256').update(data).digest() };
interface Document {
  readonly objectives: readonly (Readonly<Record<string, unknown>> & { readonly indicator: object })[];
}
const fixture = JSON.parse(
  readFileSync(path.join(import.meta.dirname, '../evidence/agreement.fixture.json'), 'utf8'),
) as Document;
const withBudgeting = (budgeting: unknown): unknown => ({
  ...fixture,
  objectives: fixture.objectives.map((objective) => ({ ...objective, budgeting })),
});
const faultsOf = (budgeting: unknown): readonly string[] => {
  const reading = readTerms(withBudgeting(budgeting));
  return reading.ok
    ? []
    : reading.violations.map(({ field, reason }) => `${field.replace(/^.*budgeting[.]?/, '')} ${reason}`);
};
const slices = (changes: object = {}): object => ({ method: 'time_slices', slice: 'PT1M', target: '95', ...changes });

describe('budgeting in a document', () => {
  it.each<[string, unknown, object | undefined]>([
    ['occurrences say what an objective says without it', { method: 'occurrences' }, undefined],
    [
      'slices with nothing else',
      slices(),
      { method: 'time_slices', sliceMs: 60_000, sliceTarget: ratio(19n, 20n), minimumVolume: 0, minimumConsecutive: 1 },
    ],
    [
      'slices with everything',
      slices({ target: '100', minimumVolume: '10', minimumConsecutive: '5' }),
      { method: 'time_slices', sliceMs: 60_000, sliceTarget: ratio(1n), minimumVolume: 10, minimumConsecutive: 5 },
    ],
  ])('%s', (_name, budgeting, read) => {
    const reading = readTerms(withBudgeting(budgeting));
    expect(reading.ok && reading.terms.objectives[0]?.budgeting).toEqual(read);
  });

  it.each<[string, unknown, readonly string[]]>([
    ['the shortest slice', slices({ slice: 'PT1S' }), []],
    ['no length', slices({ slice: 'PT0S' }), ['slice terms.slice_length']],
    ['the longest slice', slices({ slice: 'P1D' }), []],
    ['longer than a day', slices({ slice: 'P1DT1S' }), ['slice terms.slice_length']],
    ['a target of 0', slices({ target: '0' }), ['target terms.slice_target_range']],
    ['a target above 100', slices({ target: '100.01' }), ['target terms.slice_target_range']],
    ['the greatest minimum', slices({ minimumVolume: String(MAX_MINIMUM) }), []],
    ['one more', slices({ minimumVolume: String(MAX_MINIMUM + 1) }), ['minimumVolume terms.whole_number_range']],
    ['half an event', slices({ minimumVolume: '0.5' }), ['minimumVolume terms.whole_number_range']],
    ['runs of none', slices({ minimumConsecutive: '0' }), ['minimumConsecutive terms.whole_number_range']],
    ['an unknown method', { method: 'sometimes' }, ['method terms.not_one_of']],
    ['missing members', { method: 'time_slices' }, ['slice terms.missing', 'target terms.missing']],
    ['a misspelt member', slices({ minimumRun: '2' }), ['minimumRun terms.unknown_member']],
    ['no object', 'time_slices', [' terms.object_expected', 'method terms.missing']],
  ])('%s', (_name, budgeting, faults) => expect(faultsOf(budgeting)).toEqual(faults));

  it('is part of what a bundle proves', () => {
    const document = withBudgeting(slices({ target: '100', minimumConsecutive: '3' })) as CanonicalValue;
    const canonicalTerms = canonicalJson(document);
    const reading = readTerms(document);
    if (!reading.ok) throw new Error(JSON.stringify(reading.violations));
    const [objective] = reading.terms.objectives;
    if (objective === undefined) throw new Error('the fixture has an objective');
    const start = parseInstant('2026-03-01T00:00:00Z');
    const sample = (minute: number, state: 'up' | 'down') => ({ at: (start + minute * 60_000) as Instant, state });
    const input = {
      terms: reading.terms,
      contentHash: sha256Hex(digest, canonicalTerms),
      objective,
      window: { start, end: (start + 3_600_000) as Instant },
      windowLabel: 'w',
      series: {
        series: objective.indicator.series,
        kind: 'state' as const,
        samples: [sample(0, 'up'), sample(10, 'down'), sample(12, 'up'), sample(20, 'down'), sample(23, 'up')],
      },
      disputes: [],
      judgedAt: (start + 3_600_000) as Instant,
      digest,
    };
    const evaluation = evaluate(input);
    // Two bad minutes are too few in a run, three are not.
    expect(evaluation.bad).toBe(180_000n);
    expect(evaluation.explanation.children.find(({ key }) => key === 'explain.time_slices')?.params).toEqual({
      length: 'PT1M',
      target: '100.00',
      volume: 0,
      run: 3,
    });
    const bundle = JSON.parse(
      canonicalJson(makeBundle(input, evaluation, { agreementVersion: 1, canonicalTerms, revision: 1 })),
    ) as unknown;
    expect(verifyBundle(bundle, digest).ok).toBe(true);
  });
});
