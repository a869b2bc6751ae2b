import { describe, expect, it } from '@jest/globals';
import { DAY_MS, InvariantError, type Instant } from '@sla/kernel';
import { LATER_PHASES, settle, type Determination, type Figures } from './determination.js';
import { MARCH } from './sample.fixture.js';

const FIGURES: Figures = {
  unit: 'ms',
  target: '99',
  attained: '1/1',
  attainedPercent: '100.0000',
  low: '1/1',
  high: '1/1',
  good: '1',
  bad: '0',
  unknown: '0',
  excluded: '0',
  coverage: '1/1',
  budgetTotal: '1',
  budgetLeft: '1',
  breachedAt: null,
  judgedAt: MARCH,
  atRisk: false,
  evaluator: '1',
  tz: '1',
};
const determination = (change: Partial<Determination> = {}, figures: Partial<Figures> = {}): Determination => ({
  agreementId: 'site',
  objectiveId: 'availability',
  window: { start: MARCH, end: (MARCH + DAY_MS) as Instant },
  windowLabel: '2026-03-01',
  freezeAt: (MARCH + 2 * DAY_MS) as Instant,
  revision: 1,
  version: 1,
  contentHash: '',
  phase: 'open',
  verdict: 'met',
  figures: { ...FIGURES, ...figures },
  resultHash: 'a',
  evidenceHash: '',
  hourHashes: new Uint8Array(),
  asOfSeq: 1n,
  disputes: [],
  historical: false,
  riskAnnounced: false,
  breachAnnounced: false,
  traceId: '',
  correlationId: '',
  restatementReason: '',
  ...change,
});
const missed = (change: Partial<Determination> = {}) =>
  determination({ verdict: 'missed', ...change }, { breachedAt: MARCH });
const told = (before: Determination | undefined, computed: Determination): readonly string[] =>
  settle(before, computed).events.map(({ type }) => type);

const PHASES = ['open', 'provisional', 'final', 'restated'] as const;

describe('the phases of a first revision', () => {
  const pairs = PHASES.flatMap((from) => PHASES.map((to) => [from, to, LATER_PHASES[from].includes(to)] as const));

  it.each(pairs)('%s to %s: %s', (from, to, legal) => {
    const [before, computed] = [determination({ phase: from }), determination({ phase: to, resultHash: 'b' })];
    if (from === 'final' || from === 'restated') return expect(() => settle(before, computed)).toThrow(InvariantError);
    expect(settle(before, computed)).toMatchObject(
      legal ? { changed: true, determination: { phase: to } } : { changed: false, events: [], determination: before },
    );
  });

  it('are exactly these', () => {
    expect(LATER_PHASES).toEqual({
      open: ['open', 'provisional', 'final'],
      provisional: ['provisional', 'final'],
      final: [],
      restated: [],
    });
  });
});

describe('what is told', () => {
  const closed = { phase: 'provisional' } as const;
  it.each<[string, Determination | undefined, Determination, readonly string[]]>([
    ['of a first look nothing', undefined, determination(), []],
    ['of a window first seen when it is over: its end', undefined, determination(closed), ['window_closed']],
    [
      'of one first seen when it is final: both',
      undefined,
      determination({ phase: 'final' }),
      ['window_closed', 'determination_finalised'],
    ],
    ['of the end', determination(), determination(closed), ['window_closed']],
    ['of the freeze', determination(closed), determination({ phase: 'final' }), ['determination_finalised']],
    ['of the end no second time', determination(closed), determination({ ...closed, resultHash: 'b' }), []],
    ['of a risk', determination(), determination({}, { atRisk: true }), ['slo_at_risk']],
    ['of a risk no second time', determination({ riskAnnounced: true }), determination({}, { atRisk: true }), []],
    ['of a breach', determination(), missed(), ['slo_breached']],
    [
      'of a breach no second time',
      determination({ verdict: 'missed', breachAnnounced: true }),
      missed({ resultHash: 'b' }),
      [],
    ],
    [
      'of a breach that no longer holds',
      determination({ breachAnnounced: true }),
      determination(),
      ['slo_breach_withdrawn'],
    ],
    [
      'of a breach that comes back',
      determination({ breachAnnounced: false, riskAnnounced: true }),
      missed(),
      ['slo_breached'],
    ],
    ['of a breach at the end: both', determination(), missed(closed), ['slo_breached', 'window_closed']],
    [
      'of another window that begins at the same instant: its own end',
      determination(closed),
      determination({ ...closed, version: 2 }),
      ['window_closed'],
    ],
  ])('%s', (_name, before, computed, events) => {
    expect(told(before, computed)).toEqual(events);
  });

  it('is remembered', () => {
    expect(settle(undefined, missed()).determination).toMatchObject({ riskAnnounced: true, breachAnnounced: true });
    expect(
      settle(determination({ riskAnnounced: true, breachAnnounced: true }), determination()).determination,
    ).toMatchObject({
      riskAnnounced: true,
      breachAnnounced: false,
    });
  });

  it('is nothing, and nothing is stored, when nothing changed', () => {
    expect(settle(determination(), determination()).changed).toBe(false);
  });

  it('of a shorter window replaces a longer one that a version end has cut, whatever its phase', () => {
    const cut = determination({ window: { start: MARCH, end: (MARCH + 5) as Instant } });
    expect(settle(determination({ phase: 'provisional' }), cut)).toMatchObject({
      changed: true,
      determination: { phase: 'open' },
    });
  });
});
