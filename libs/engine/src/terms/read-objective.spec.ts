import { describe, expect, it } from '@jest/globals';
import { ratio } from '@sla/kernel';
import { MAX_LIST_LENGTH } from './document-reader.js';
import { changed, documentWith, faultRows, faultsOf, soundDocument } from './document.fixture.js';
import { readTerms } from './read-terms.js';
import type { Objective } from './terms.js';

/** The objectives that nothing refers to: a success ratio and a latency threshold. */
const RATIO = 'objectives[1]';
const THRESHOLD = 'objectives[2]';

function objectiveOf(document: unknown, index: number): Objective {
  const reading = readTerms(document);
  if (!reading.ok) throw new Error(JSON.stringify(reading.violations));
  const objective = reading.terms.objectives[index];
  if (objective === undefined) throw new Error(`no objective ${index}`);
  return objective;
}

describe('an objective that is read', () => {
  it('has everything that the document says', () =>
    expect(objectiveOf(soundDocument(), 0)).toEqual({
      id: 'availability',
      title: { en: 'availability', 'zh-CN': 'availability' },
      service: 'site',
      need: { en: 'Work', 'zh-CN': 'Work' },
      owner: 'provider',
      indicator: { kind: 'time_in_state', series: 'site.probe', good: ['up', 'degraded'] },
      target: ratio(999n, 1_000n),
      targetPercent: '99.9',
      window: { kind: 'month', timeZone: 'Asia/Shanghai', anchorDay: 15, overflow: 'clamp' },
      partialWindow: 'clip',
      missingData: 'hold',
      stalenessMs: 21_600_000,
      minimumCoverage: ratio(9n, 10n),
      expectedEveryMs: 300_000,
      allowedLatenessMs: 86_400_000,
      freezeAfterMs: 259_200_000,
      atRiskAt: ratio(3n, 4n),
      minimumVolume: 10n,
      exclusions: ['maintenance'],
    }));

  it.each<[string, number, object]>([
    ['events', 1, { kind: 'event_ratio', series: 'site.orders' }],
    ['values', 2, { kind: 'threshold', series: 'site.latency', operator: '<=', value: ratio(500n), unit: 'ms' }],
  ])('measures %s', (_name, index, indicator) =>
    expect(objectiveOf(soundDocument(), index).indicator).toEqual(indicator),
  );

  it.each<[string, string, object]>([
    ['the risk: four fifths of the budget', 'atRiskAt', { atRiskAt: ratio(4n, 5n) }],
    ['the volume: any', 'minimumVolume', { minimumVolume: 0n }],
    ['the exclusions: none', 'exclusions', { exclusions: [] }],
    ['the zone: that of the agreement', 'window.timeZone', { window: { timeZone: 'Europe/Berlin' } }],
    ['the good states: up', 'indicator.good', { indicator: { good: ['up'] } }],
  ])('has a default of %s', (_name, member, read) =>
    expect(objectiveOf(documentWith({ [`objectives[0].${member}`]: undefined }), 0)).toMatchObject(read),
  );

  it('may be without an expected interval', () =>
    expect(objectiveOf(documentWith({ 'objectives[0].expectedEvery': undefined }), 0)).not.toHaveProperty(
      'expectedEveryMs',
    ));

  it.each(['anchorDay', 'overflow'])('may have a window without %s', (member) =>
    expect(objectiveOf(documentWith({ [`objectives[0].window.${member}`]: undefined }), 0).window).not.toHaveProperty(
      member,
    ),
  );
});

describe('a fault of an objective', () => {
  it.each([
    ...faultRows('required', [
      [`${RATIO}.id`, 'id'],
      [`${RATIO}.title`, 'localized'],
      [`${RATIO}.service`, 'id'],
      [`${RATIO}.need`, 'localized'],
      [`${RATIO}.owner`, 'id'],
      [`${RATIO}.target`, 'percent'],
      [`${RATIO}.partialWindow`, 'choice'],
      [`${RATIO}.missingData`, 'choice'],
      [`${RATIO}.staleness`, 'duration'],
      [`${RATIO}.minimumCoverage`, 'percent'],
      [`${RATIO}.allowedLateness`, 'duration'],
      [`${RATIO}.freezeAfter`, 'duration'],
      [`${RATIO}.window.kind`, 'choice'],
      [`${RATIO}.indicator.kind`, 'choice'],
      [`${RATIO}.indicator.series`, 'id'],
      [`${THRESHOLD}.indicator.operator`, 'choice'],
      [`${THRESHOLD}.indicator.value`, 'decimal'],
      [`${THRESHOLD}.indicator.unit`, 'text'],
    ]),
    ...faultRows('optional', [
      [`${RATIO}.expectedEvery`, 'duration'],
      [`${RATIO}.atRiskAt`, 'percent'],
      [`${RATIO}.minimumVolume`, 'decimal'],
      [`${RATIO}.window.timeZone`, 'text'],
      [`${RATIO}.window.anchorDay`, 'decimal'],
      [`${RATIO}.window.overflow`, 'choice'],
    ]),
  ])('%s', (_name, path, value, faults) => expect(faultsOf(changed(soundDocument(), path, value))).toEqual(faults));

  it.each<[string, string, unknown, readonly string[]]>([
    ['a target of 0', 'target', '0', []],
    ['a target of 100', 'target', '100', []],
    ['a whole number as a target', 'target', 99, []],
    ['no window', 'window', undefined, ['window terms.missing']],
    ['a window in one word', 'window', 'month', ['window terms.object_expected', 'window.kind terms.missing']],
    ['a misspelt member of the window', 'window.zone', 'UTC', ['window.zone terms.unknown_member']],
    ['a zone nobody knows', 'window.timeZone', 'Mars/Olympus', ['window.timeZone terms.unknown_zone']],
    ['a first day of 1', 'window.anchorDay', '1', []],
    ['a first day of 31', 'window.anchorDay', 31, []],
    ['a first day of 0', 'window.anchorDay', '0', ['window.anchorDay terms.anchor_day_range']],
    ['a first day of 32', 'window.anchorDay', '32', ['window.anchorDay terms.anchor_day_range']],
    ['half a first day', 'window.anchorDay', '1.5', ['window.anchorDay terms.anchor_day_range']],
    ['a first day of weeks', 'window.kind', 'week', ['window.anchorDay terms.anchor_without_month']],
    ['a first day of days', 'window.kind', 'day', ['window.anchorDay terms.anchor_without_month']],
    ['a first day of half years', 'window.kind', 'half_year', []],
    ['no indicator', 'indicator', undefined, ['indicator terms.missing']],
    [
      'an indicator in one word',
      'indicator',
      'event_ratio',
      ['indicator terms.object_expected', 'indicator.kind terms.missing', 'indicator.series terms.missing'],
    ],
    ['good states of events', 'indicator.good', ['up'], ['indicator.good terms.unknown_member']],
    ['half an event as the volume', 'minimumVolume', '0.5', ['minimumVolume terms.whole_number_expected']],
    ['a freeze as late as the data may be', 'freezeAfter', 'PT24H', []],
    [
      'a freeze a second before the data may come',
      'freezeAfter',
      'PT23H59M59S',
      ['freezeAfter terms.freeze_before_lateness'],
    ],
    ['holding between events', 'missingData', 'hold', ['missingData terms.hold_without_state']],
    ['exclusions that are no list', 'exclusions', 'maintenance', ['exclusions terms.list_expected']],
    ['an exclusion that is no text', 'exclusions', ['maintenance', 7], ['exclusions[1] terms.text_expected']],
    ['an exclusion without a name', 'exclusions', [''], ['exclusions[0] terms.text_expected']],
    ['as many exclusions as a list has', 'exclusions', Array<string>(MAX_LIST_LENGTH).fill('maintenance'), []],
    [
      'one exclusion more',
      'exclusions',
      Array<string>(MAX_LIST_LENGTH + 1).fill('maintenance'),
      ['exclusions terms.list_too_long'],
    ],
    ['an exclusion nobody agreed', 'exclusions', ['storms'], ['exclusions[0] terms.dangling_reference']],
    ['a service nobody runs', 'service', 'mail', ['service terms.dangling_reference']],
    ['an owner who is no party', 'owner', 'nobody', ['owner terms.dangling_reference']],
    ['the id of another', 'id', 'availability', ['id terms.duplicate_id']],
    ['a misspelt member', 'minimumVolumes', '10', ['minimumVolumes terms.unknown_member']],
  ])('%s', (_name, member, value, faults) =>
    expect(faultsOf(documentWith({ [`${RATIO}.${member}`]: value }))).toEqual(
      faults.map((fault) => `${RATIO}.${fault}`),
    ),
  );

  it.each<[string, unknown, readonly string[]]>([
    ['every state that can be good', ['up', 'degraded', 'down'], []],
    ['unknown is never good', ['up', 'unknown'], ['terms.not_one_of']],
    ['a state nobody knows', ['green'], ['terms.not_one_of']],
    ['two of them', ['green', 'yellow'], ['terms.not_one_of', 'terms.not_one_of']],
    ['one word instead of a list', 'up', ['terms.list_expected']],
    ['null', null, ['terms.missing']],
  ])('good states: %s', (_name, good, reasons) =>
    expect(faultsOf(documentWith({ 'objectives[0].indicator.good': good }))).toEqual(
      reasons.map((reason) => `objectives[0].indicator.good ${reason}`),
    ),
  );

  it('is reported with all the others', () =>
    expect(
      faultsOf(
        documentWith({
          [`${RATIO}.target`]: '101',
          [`${RATIO}.window.kind`]: 'fortnight',
          [`${RATIO}.staleness`]: 'long',
          [`${RATIO}.colour`]: 'green',
          [`${THRESHOLD}.owner`]: 'nobody',
        }),
      ),
    ).toEqual([
      `${RATIO}.target terms.percent_above_100`,
      `${RATIO}.window.kind terms.not_one_of`,
      `${RATIO}.staleness kernel.duration_malformed`,
      `${RATIO}.colour terms.unknown_member`,
      `${THRESHOLD}.owner terms.dangling_reference`,
    ]));
});
