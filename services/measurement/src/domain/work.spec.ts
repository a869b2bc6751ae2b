import { describe, expect, it } from '@jest/globals';
import { DAY_MS, MIN_INSTANT, type Instant } from '@sla/kernel';
import { windowsTouching } from './contract.js';
import { availability, contractWith } from './contract.fixture.js';
import { nextLook } from './next-look.js';
import { MARCH } from './sample.fixture.js';
import { workOf, type Progress } from './work.js';

const day = (n: number): Instant => (MARCH + (n - 1) * DAY_MS) as Instant;
const contract = contractWith([
  availability(),
  availability({ id: 'other', indicator: { kind: 'event_ratio', series: 'orders' } }),
]);
const none: Progress = { series: new Set(['probe']), before: day(5), after: day(5) };
/** `objective day` of every window, each once. */
const shown = (...work: Parameters<typeof workOf>): readonly string[] => [
  ...new Set(
    workOf(...work).map(({ objectiveId, windowStart }) => `${objectiveId} ${(windowStart - MARCH) / DAY_MS + 1}`),
  ),
];
const span = (start: number, end: number) => ({ series: 'probe', span: { start: day(start), end: day(end) } });

describe('windows to evaluate', () => {
  it.each<[string, Parameters<typeof workOf>[1], Partial<Progress>, readonly string[]]>([
    ['none when nothing changed', [], {}, []],
    ['those that changed samples touch', [span(2, 4)], {}, ['availability 2', 'availability 3']],
    ['none before the version is in force', [span(-3, 1)], {}, []],
    ['of other series none', [{ ...span(2, 4), series: 'orders' }], {}, ['other 2', 'other 3']],
    [
      'those that the watermark enters and leaves, and freezes',
      [],
      { after: day(7) },
      ['availability 5', 'availability 6', 'availability 7', 'availability 4'],
    ],
    [
      'the one that the watermark freezes',
      [],
      { before: (day(5) - 2) as Instant, after: day(5) },
      ['availability 4', 'availability 5', 'availability 3'],
    ],
    ['no frozen one a second time', [], { before: day(5), after: (day(5) + 1) as Instant }, ['availability 5']],
    [
      'all up to the watermark of a new source',
      [],
      { before: MIN_INSTANT, after: day(2) },
      ['availability 1', 'availability 2'],
    ],
    ['none of a source that does not measure them', [], { series: new Set(['clicks']), after: day(9) }, []],
  ])('%s', (_name, changes, progress, expected) => {
    expect(shown(contract, changes, { ...none, ...progress })).toEqual(expected);
  });

  it('end with the version', () => {
    expect(shown(contractWith([availability()], (day(2) + 1) as Instant), [span(1, 9)], none)).toEqual([
      'availability 1',
      'availability 2',
    ]);
  });
});

describe('windows that touch a span', () => {
  it.each([
    ['clip', day(3) + DAY_MS / 2],
    ['whole', day(3)],
  ] as const)('the first of a version by the rule %s begins where it is judged from', (partialWindow, start) => {
    const objective = availability({ partialWindow });
    const late = { ...contractWith([objective]), start: (day(3) + DAY_MS / 2) as Instant };
    const [window] = windowsTouching(late, objective, { start: start as Instant, end: (start + 1) as Instant });
    expect(window?.effective).toEqual({ start, end: day(4) });
  });
});

describe('the next look at a window', () => {
  const [windowEnd, freezeAt] = [day(2), day(3)];
  it.each<[string, Instant, Instant, Instant | undefined]>([
    ['none when the source is behind our clock', day(2), day(1), undefined],
    ['none when both are equal', day(1), day(1), undefined],
    ['at the watermark', day(1), (day(1) + 9) as Instant, (day(1) + 9) as Instant],
    [
      'at the end of the window when the watermark is beyond it',
      (day(2) - 5) as Instant,
      (day(2) + 5) as Instant,
      day(2),
    ],
    ['at the freeze', (day(3) - 5) as Instant, (day(3) + 5) as Instant, day(3)],
    ['none after the freeze', day(3), day(4), undefined],
  ])('%s', (_name, now, watermark, expected) => {
    expect(nextLook({ now, watermark, windowEnd, freezeAt })).toBe(expected);
  });
});
