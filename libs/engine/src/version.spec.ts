import { describe, expect, it } from '@jest/globals';
import { behaves, BEHAVIOUR_FLAGS, canReplay, EVALUATOR_VERSION, EVALUATOR_VERSIONS } from './version.js';

const VERSIONS = ['2026.11.0', '2026.12.0', '2027.1.0'];
const flag = { id: 'x', since: '2026.12.0', date: '2026-12-01', reason: 'a test' };

describe('versions of the evaluator', () => {
  it.each<[string, boolean]>([
    ['2026.11.0', false],
    ['2026.12.0', true],
    ['2027.1.0', true],
    ['2025.1.0', false],
  ])('a change of 2026.12.0 holds for results of %s: %s', (version, holds) => {
    expect(behaves(flag, version, VERSIONS)).toBe(holds);
  });

  it('a change of a version that this release does not know holds for nobody', () => {
    expect(behaves({ ...flag, since: '2030.1.0' }, '2027.1.0', VERSIONS)).toBe(false);
  });

  it('every known version replays, and no other', () => {
    expect([...VERSIONS, '2025.1.0'].map((version) => canReplay(version, VERSIONS))).toEqual([true, true, true, false]);
    expect([canReplay(EVALUATOR_VERSION), EVALUATOR_VERSIONS.at(-1)]).toEqual([true, EVALUATOR_VERSION]);
  });

  it('every flag has a known version, and they are in order', () => {
    const at = BEHAVIOUR_FLAGS.map(({ since }) => EVALUATOR_VERSIONS.findIndex((version) => version === since));
    expect(at).toEqual([...at].filter((i) => i >= 0).sort((a, b) => a - b));
  });
});
