import { describe, expect, it } from '@jest/globals';
import { formatInstant, parseInstant } from '@sla/kernel';
import { at } from '../slices/slices.fixture.js';
import { availability, termsOf } from '../terms/terms.fixture.js';
import { freezeInstant, phaseAt, windowsInForce } from './phase.js';

describe('the phase of a window', () => {
  const objective = availability({ freezeAfterMs: 600_000 });
  const window = { start: at(0), end: at(100) };
  it.each([
    [99, 'open'],
    [100, 'provisional'],
    [109, 'provisional'],
    [110, 'final'],
  ])('judged at minute %i it is %s', (minute, phase) => expect(phaseAt(objective, window, at(minute))).toBe(phase));

  it('freezes as long after its end as was agreed', () => expect(freezeInstant(objective, window)).toBe(at(110)));
});

describe('windows in force', () => {
  const start = parseInstant('2026-01-15T00:00:00Z');
  const until = parseInstant('2026-06-01T00:00:00Z');
  const spans = (partialWindow: 'clip' | 'skip' | 'whole', end?: string, termEnd?: string): readonly string[] => {
    const objective = availability({ partialWindow });
    const term = termEnd === undefined ? { start } : { start, end: parseInstant(termEnd) };
    const force = end === undefined ? { start } : { start, end: parseInstant(end) };
    return windowsInForce(termsOf({ term, objectives: [objective] }), objective, force, until).map(
      ({ effective, label }) =>
        `${label} ${formatInstant(effective.start).slice(5, 10)}..${formatInstant(effective.end).slice(5, 10)}`,
    );
  };
  it.each<['clip' | 'skip' | 'whole', string | undefined, string | undefined, readonly string[]]>([
    [
      'clip',
      '2026-03-10T00:00:00Z',
      undefined,
      ['2026-01 01-15..02-01', '2026-02 02-01..03-01', '2026-03 03-01..03-10'],
    ],
    ['skip', '2026-03-10T00:00:00Z', undefined, ['2026-02 02-01..03-01']],
    ['whole', undefined, '2026-02-10T00:00:00Z', ['2026-01 01-01..02-01', '2026-02 02-01..03-01']],
  ])('%s: version until %s, term until %s', (rule, end, termEnd, expected) => {
    expect(spans(rule, end, termEnd)).toEqual(expected);
  });

  it('go on while nothing ends them', () => expect(spans('clip').at(-1)).toBe('2026-05 05-01..06-01'));
});
