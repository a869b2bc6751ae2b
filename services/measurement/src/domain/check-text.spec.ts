import { describe, expect, it } from '@jest/globals';
import { DomainError, MAX_RESOURCE_ID_LENGTH } from '@sla/kernel';
import { checkIds, checkName, checkReason, MAX_REASON_LENGTH } from './check-text.js';

/** `field reason` of every fault. */
function faultsOf(check: () => void): readonly string[] {
  try {
    check();
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return error.violations.map(({ field, reason }) => `${field} ${reason}`);
  }
  return [];
}

describe('texts of callers', () => {
  it.each<[string, string, readonly string[]]>([
    ['a reason', 'late data', []],
    ['none', '', ['reason platform.reason_required']],
    ['spaces', ' \n', ['reason platform.reason_required']],
    ['as long as allowed', 'x'.repeat(MAX_REASON_LENGTH), []],
    ['one longer', 'x'.repeat(MAX_REASON_LENGTH + 1), ['reason measurement.reason_too_long']],
    ['with NUL', 'a\0b', ['reason measurement.text_with_nul']],
  ])('a reason: %s', (_name, reason, faults) => {
    expect(faultsOf(() => checkReason(reason))).toEqual(faults);
  });

  it.each<[string, boolean]>([
    ['web-shop.v2', true],
    ['x'.repeat(MAX_RESOURCE_ID_LENGTH), true],
    ['x'.repeat(MAX_RESOURCE_ID_LENGTH + 1), false],
    ['', false],
    ['Shop', false],
    ['a\0b', false],
    ['商店', false],
  ])('the id %j: %s', (id, sound) => {
    expect(faultsOf(() => checkIds({ series: id }))).toEqual(sound ? [] : ['series measurement.id_malformed']);
  });

  it.each(['2026', '2026-03', '2026-Q4', '2026-H1', '2026-W53', '2026-03-31', '2026-02-10..2026-03-09'])(
    'the label %s is one',
    (windowLabel) => {
      expect(faultsOf(() => checkName({ agreementId: 'a', objectiveId: 'o', windowLabel }))).toEqual([]);
    },
  );

  it.each(['', '2026-3', '2026-Q5', '2026-H3', ' 2026', '2026-03\n', 'march', '2026-03\0'])(
    'the label %j is none',
    (windowLabel) => {
      expect(faultsOf(() => checkName({ agreementId: 'a', objectiveId: 'o', windowLabel }))).toEqual([
        'window_label measurement.label_malformed',
      ]);
    },
  );

  it('all faults of a name are named', () => {
    expect(faultsOf(() => checkName({ agreementId: '', objectiveId: '', windowLabel: '' }))).toHaveLength(3);
  });
});
