import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { canonicalJson, parseInstant, sha256Hex, type CanonicalValue, type Instant } from '@sla/kernel';
import fc from 'fast-check';
import { evaluate } from '../evaluation/evaluate.js';
import { readTerms } from '../terms/read-terms.js';
import { makeBundle } from './bundle.js';
import { verifyBundle } from './verify.js';

const digest = { sha256: (data: string | Uint8Array) => createHash('sha256').update(data).digest() };

/** A small agreement as plain data, decimals as text. */
const document = JSON.parse(
  readFileSync(path.join(import.meta.dirname, 'agreement.fixture.json'), 'utf8'),
) as CanonicalValue;
const canonicalTerms = canonicalJson(document);

function bundleText(): string {
  const reading = readTerms(document);
  if (!reading.ok) throw new Error(JSON.stringify(reading.violations));
  const { terms } = reading;
  const [objective] = terms.objectives;
  if (objective === undefined) throw new Error('the fixture has no objective');
  const start = parseInstant('2026-03-01T00:00:00Z');
  const sample = (minute: number, state: 'up' | 'down') => ({ at: (start + minute * 60_000) as Instant, state });
  const input = {
    terms,
    contentHash: sha256Hex(digest, canonicalTerms),
    objective,
    window: { start, end: parseInstant('2026-03-02T00:00:00Z') },
    windowLabel: '2026-03-01',
    series: {
      series: objective.indicator.series,
      kind: 'state' as const,
      samples: [sample(0, 'up'), sample(600, 'down'), sample(605, 'up'), sample(700, 'up')],
    },
    disputes: [],
    judgedAt: parseInstant('2026-03-02T00:00:00Z'),
    digest,
  };
  return canonicalJson(makeBundle(input, evaluate(input), { agreementVersion: 1, canonicalTerms, revision: 1 }));
}

describe('an evidence bundle', () => {
  const text = bundleText();

  it('is computed again to the same figures', () =>
    expect(verifyBundle(JSON.parse(text), digest)).toMatchObject({ ok: true, figures: { bad: '300000' } }));

  it.each([
    ['a sample', '"down"', '"degraded"', 'samples of 2026-03-01'],
    [
      'a sample that changes no figure',
      String(Date.UTC(2026, 2, 1, 11, 40)),
      String(Date.UTC(2026, 2, 1, 11, 41)),
      'samples of 2026-03-01',
    ],
    ['a figure', '"bad":"300000"', '"bad":"299999"', 'figure bad'],
    ['the terms', '\\"99.9\\"', '\\"99.8\\"', 'agreement terms'],
    ['the version of the agreement', '"version":1', '"version":2', 'bundle hash'],
  ])('names %s that was changed', (_name, from, to, what) => {
    const changed = text.replace(from, to);
    expect(changed).not.toBe(text);
    const verification = verifyBundle(JSON.parse(changed), digest);
    expect(verification.ok ? [] : verification.findings.map((finding) => finding.what)).toContain(what);
  });

  it('shows every single changed byte', () => {
    fc.assert(
      fc.property(fc.nat(text.length - 1), fc.integer({ min: 32, max: 126 }), (place, code) => {
        const changed = text.slice(0, place) + String.fromCharCode(code) + text.slice(place + 1);
        fc.pre(changed !== text);
        let bundle: unknown;
        try {
          bundle = JSON.parse(changed);
        } catch {
          return; // no JSON any more: the reader of the file says so
        }
        fc.pre(JSON.stringify(bundle) !== JSON.stringify(JSON.parse(text)));
        expect(verifyBundle(bundle, digest).ok).toBe(false);
      }),
      { numRuns: 400 },
    );
  });
});
