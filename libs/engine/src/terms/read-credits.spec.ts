import { describe, expect, it } from '@jest/globals';
import { ratio } from '@sla/kernel';
import { changed, documentWith, faultRows, faultsOf, soundDocument } from './document.fixture.js';
import { MAX_EARN_BACK_WINDOWS } from './read-credits.js';
import { readTerms } from './read-terms.js';
import type { AgreementTerms } from './terms.js';

const CREDIT = 'credits[0]';

function termsOf(document: unknown): AgreementTerms {
  const reading = readTerms(document);
  if (!reading.ok) throw new Error(JSON.stringify(reading.violations));
  return reading.terms;
}

describe('a credit that is read', () => {
  it('has everything that the document says', () => {
    const { monthlyCharge, credits } = termsOf(soundDocument());
    expect(monthlyCharge).toEqual({ amountMinor: 1_200_000n, currency: 'CNY' });
    expect(credits).toEqual([
      {
        id: 'availability-credit',
        objective: 'availability',
        tiers: [
          { below: ratio(999n, 1_000n), belowPercent: '99.9', percent: ratio(1n, 10n), percentText: '10' },
          { below: ratio(995n, 1_000n), belowPercent: '99.5', percent: ratio(1n, 4n), percentText: '25' },
        ],
        capPercent: ratio(1n, 4n),
        capPercentText: '25',
        rollingCapPercent: ratio(1n, 5n),
        rollingCapPercentText: '20',
        minimum: { amountMinor: 1_000n, currency: 'CNY' },
        minimumRule: 'above',
        family: 'outage',
        earnBack: { windows: 3, target: ratio(9_995n, 10_000n), targetPercent: '99.95' },
        rounding: 'half_up',
      },
    ]);
  });

  it('pays up to the whole charge, at least the minimum, where nothing else is said', () => {
    const least = ['capPercent', 'rollingCapPercent', 'minimum', 'minimumRule', 'family', 'earnBack'];
    const document = documentWith(Object.fromEntries(least.map((member) => [`${CREDIT}.${member}`, undefined])));
    const [credit] = termsOf(document).credits;
    expect(credit).toMatchObject({ capPercent: ratio(1n), capPercentText: '100', minimumRule: 'at_least' });
    expect(Object.keys(credit ?? {}).sort()).toEqual(
      ['capPercent', 'capPercentText', 'id', 'minimumRule', 'objective', 'rounding', 'tiers'].sort(),
    );
  });

  it('needs no charge where there is none', () => {
    const terms = termsOf(documentWith({ credits: undefined, charges: undefined }));
    expect(terms.credits).toEqual([]);
    expect(Object.keys(terms)).not.toContain('monthlyCharge');
  });
});

describe('a fault of a credit', () => {
  it.each([
    ...faultRows('required', [
      [`${CREDIT}.id`, 'id'],
      [`${CREDIT}.objective`, 'id'],
      [`${CREDIT}.rounding`, 'choice'],
      [`${CREDIT}.tiers[0].below`, 'percent'],
      [`${CREDIT}.tiers[0].percent`, 'percent'],
      [`${CREDIT}.tiers[1].below`, 'percent'],
      [`${CREDIT}.tiers[1].percent`, 'percent'],
      [`${CREDIT}.earnBack.windows`, 'decimal'],
      [`${CREDIT}.earnBack.target`, 'percent'],
    ]),
    ...faultRows('optional', [
      [`${CREDIT}.capPercent`, 'percent'],
      [`${CREDIT}.rollingCapPercent`, 'percent'],
      [`${CREDIT}.minimum`, 'text'],
      [`${CREDIT}.minimumRule`, 'choice'],
      [`${CREDIT}.family`, 'id'],
    ]),
  ])('%s', (_name, path, value, faults) => expect(faultsOf(changed(soundDocument(), path, value))).toEqual(faults));

  it.each<[string, object, readonly string[]]>([
    ['an objective nobody promised', { objective: 'speed' }, ['.objective terms.dangling_reference']],
    ['a misspelt member', { cap: '25' }, ['.cap terms.unknown_member']],
    ['no tiers', { tiers: undefined }, ['.tiers terms.missing', '.tiers terms.tiers_empty']],
    ['an empty list of tiers', { tiers: [] }, ['.tiers terms.tiers_empty']],
    ['tiers that are no list', { tiers: {} }, ['.tiers terms.list_expected', '.tiers terms.tiers_empty']],
    [
      'a tier in one word',
      { tiers: ['all'] },
      ['.tiers[0] terms.object_expected', '.tiers[0].below terms.missing', '.tiers[0].percent terms.missing'],
    ],
    ['a misspelt member of a tier', { 'tiers[1].above': '1' }, ['.tiers[1].above terms.unknown_member']],
    ['a hole below the target', { 'tiers[0].below': '99.8999' }, ['.tiers[0].below terms.tier_hole']],
    ['a credit for what is met', { 'tiers[0].below': '99.9001' }, ['.tiers[0].below terms.tier_above_target']],
    ['a tier as high as the one before', { 'tiers[1].below': '99.9' }, ['.tiers[1].below terms.tiers_overlap']],
    ['a tier above the one before', { 'tiers[1].below': '99.95' }, ['.tiers[1].below terms.tiers_overlap']],
    ['a tier just below the one before', { 'tiers[1].below': '99.8999' }, []],
    ['a graver tier that pays the same', { 'tiers[0].percent': '25' }, ['.tiers[1].percent terms.tier_pays_less']],
    ['a graver tier that pays less', { 'tiers[0].percent': '25.01' }, ['.tiers[1].percent terms.tier_pays_less']],
    ['a first tier that pays nothing', { 'tiers[0].percent': '0' }, ['.tiers[0].percent terms.tier_pays_nothing']],
    [
      'a second tier that pays nothing',
      { 'tiers[1].percent': '0', capPercent: '0' },
      ['.tiers[1].percent terms.tier_pays_nothing', '.tiers[1].percent terms.tier_pays_less'],
    ],
    ['a cap below the gravest tier', { capPercent: '24.99' }, []],
    ['a cap above the gravest tier', { capPercent: '25.01' }, ['.capPercent terms.cap_unreachable']],
    ['a negative minimum', { minimum: '-0.01' }, ['.minimum terms.negative_amount']],
    ['a minimum of nothing', { minimum: '0' }, []],
    ['a minimum of a third of a fen', { minimum: '0.003' }, ['.minimum kernel.money_too_fine']],
    ['a minimum in words', { minimum: 'ten' }, ['.minimum kernel.decimal_malformed']],
    [
      'an earn-back in one word',
      { earnBack: 'yes' },
      ['.earnBack terms.object_expected', '.earnBack.windows terms.missing', '.earnBack.target terms.missing'],
    ],
    ['an earn-back of null', { earnBack: null }, ['.earnBack terms.missing']],
    ['a misspelt member of the earn-back', { 'earnBack.months': '3' }, ['.earnBack.months terms.unknown_member']],
    ['one window', { 'earnBack.windows': '1' }, []],
    ['no window', { 'earnBack.windows': '0' }, ['.earnBack.windows terms.earn_back_windows']],
    ['half a window', { 'earnBack.windows': '1.5' }, ['.earnBack.windows terms.earn_back_windows']],
    ['the longest wait', { 'earnBack.windows': String(MAX_EARN_BACK_WINDOWS) }, []],
    [
      'a window longer',
      { 'earnBack.windows': String(MAX_EARN_BACK_WINDOWS + 1n) },
      ['.earnBack.windows terms.earn_back_windows'],
    ],
    ['an earn-back for what was promised anyway', { 'earnBack.target': '99.9' }, []],
    [
      'an earn-back for less than was promised',
      { 'earnBack.target': '99.8999' },
      ['.earnBack.target terms.earn_back_below_target'],
    ],
  ])('%s', (_name, changes, faults) => {
    const members = Object.entries(changes).map(([member, value]): [string, unknown] => [`${CREDIT}.${member}`, value]);
    expect(faultsOf(documentWith(Object.fromEntries(members)))).toEqual(faults.map((fault) => `${CREDIT}${fault}`));
  });

  it('without a charge has nothing to be a percentage of', () =>
    expect(faultsOf(documentWith({ charges: undefined }))).toEqual([`${CREDIT} terms.credit_without_charge`]));

  it.each<[string, unknown]>([
    ['an amount in words', 'a lot'],
    ['a negative amount', '-1'],
  ])('is no fault of a charge of %s', (_name, amount) =>
    expect(faultsOf(documentWith({ 'charges.amount': amount })).map((fault) => fault.split(' ')[0])).toEqual([
      'charges.amount',
    ]),
  );

  it('has the id of another', () => {
    const [credit] = (soundDocument() as { credits: readonly unknown[] }).credits;
    expect(faultsOf(documentWith({ 'credits[1]': credit }))).toEqual(['credits[1].id terms.duplicate_id']);
  });
});

describe('a fault of the charge', () => {
  const withoutCredits = documentWith({ credits: [] });

  it.each(
    faultRows('required', [
      ['charges.amount', 'text'],
      ['charges.currency', 'text'],
      ['charges.per', 'choice'],
    ]),
  )('%s', (_name, path, value, faults) => expect(faultsOf(changed(withoutCredits, path, value))).toEqual(faults));

  it.each<[string, string, unknown, readonly string[]]>([
    ['a charge of nothing', 'charges.amount', '0', []],
    ['a negative charge', 'charges.amount', '-0.01', ['charges.amount terms.negative_amount']],
    ['a charge finer than its currency', 'charges.amount', '0.001', ['charges.amount kernel.money_too_fine']],
    ['a charge in words', 'charges.amount', 'a lot', ['charges.amount kernel.decimal_malformed']],
    ['a currency by name', 'charges.currency', 'yuan', ['charges.amount kernel.currency_malformed']],
    ['a misspelt member', 'charges.sum', '1', ['charges.sum terms.unknown_member']],
    ['a charge of null', 'charges', null, ['charges terms.missing']],
    [
      'a charge in one word',
      'charges',
      '12000 CNY',
      [
        'charges terms.object_expected',
        'charges.amount terms.missing',
        'charges.currency terms.missing',
        'charges.per terms.missing',
      ],
    ],
  ])('%s', (_name, path, value, faults) => expect(faultsOf(changed(withoutCredits, path, value))).toEqual(faults));
});
