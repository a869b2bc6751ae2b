import { describe, expect, it } from '@jest/globals';
import { parseInstant } from '@sla/kernel';
import { MAX_LIST_LENGTH, MAX_TEXT_LENGTH } from './document-reader.js';
import { both, changed, documentWith, faultRows, faultsOf, soundDocument } from './document.fixture.js';
import { readTerms } from './read-terms.js';
import type { AgreementTerms } from './terms.js';

function read(document: unknown): AgreementTerms {
  const reading = readTerms(document);
  if (!reading.ok) throw new Error(JSON.stringify(reading.violations));
  return reading.terms;
}
const instants = (start: string, end: string) => ({ start: parseInstant(start), end: parseInstant(end) });

describe('an agreement that is read', () => {
  it('has everything that the document says', () => {
    const { objectives, credits, monthlyCharge, ...terms } = read(soundDocument());
    expect([objectives.length, credits.length, monthlyCharge?.currency]).toEqual([3, 1, 'CNY']);
    expect(terms).toEqual({
      id: 'web-shop',
      kind: 'SLA',
      title: both('Web shop'),
      parties: [
        { id: 'provider', role: 'provider', name: both('Provider') },
        { id: 'customer', role: 'customer', name: both('Customer') },
      ],
      term: instants('2026-01-01T00:00:00Z', '2027-01-01T00:00:00Z'),
      timeZone: 'Europe/Berlin',
      scope: { included: [both('The site')], excluded: [both('The rest')] },
      services: [
        { id: 'site', title: both('Site'), criticality: 'critical' },
        { id: 'spare', title: both('Spare'), criticality: 'auxiliary' },
      ],
      exclusions: [
        {
          id: 'maintenance',
          title: both('Maintenance'),
          effect: 'drop',
          intervals: [
            {
              ...instants('2026-02-01T00:00:00Z', '2026-02-01T01:00:00Z'),
              announcedAt: parseInstant('2026-01-20T00:00:00Z'),
            },
            instants('2026-03-01T00:00:00Z', '2026-03-01T01:00:00Z'),
          ],
          minimumNoticeMs: 172_800_000,
          capPerWindowMs: 14_400_000,
        },
        { id: 'holidays', title: both('Holidays'), effect: 'count_good', intervals: [] },
      ],
      reports: { schedule: 'quarter' },
    });
  });

  it.each<[string, object, Partial<AgreementTerms>]>([
    ['no end', { 'term.end': undefined }, { term: { start: parseInstant('2026-01-01T00:00:00Z') } }],
    ['a report a month', { reports: undefined }, { reports: { schedule: 'month' } }],
    ['no exclusions', { exclusions: undefined, 'objectives[0].exclusions': [] }, { exclusions: [] }],
    ['no credits', { credits: undefined }, { credits: [] }],
    ['no services and no objectives', { services: [], objectives: [], credits: [] }, { services: [], objectives: [] }],
  ])('may have %s', (_name, changes, terms) => {
    const { term, reports, exclusions, credits, services, objectives } = read(documentWith({ ...changes }));
    expect({ term, reports, exclusions, credits, services, objectives }).toMatchObject(terms);
  });
});

describe('a fault of an agreement', () => {
  it.each([
    ...faultRows('required', [
      ['schema', 'choice'],
      ['id', 'id'],
      ['kind', 'choice'],
      ['title', 'localized'],
      ['timeZone', 'text'],
      ['parties[1].id', 'id'],
      ['parties[1].name', 'localized'],
      ['term.start', 'instant'],
      ['services[1].id', 'id'],
      ['services[1].title', 'localized'],
      ['services[1].criticality', 'choice'],
      ['exclusions[1].id', 'id'],
      ['exclusions[1].title', 'localized'],
      ['exclusions[1].effect', 'choice'],
      ['exclusions[0].intervals[0].start', 'instant'],
      ['exclusions[0].intervals[0].end', 'instant'],
      ['reports.schedule', 'choice'],
    ]),
    ...faultRows('optional', [
      ['term.end', 'instant'],
      ['exclusions[0].minimumNotice', 'duration'],
      ['exclusions[0].capPerWindow', 'duration'],
      ['exclusions[0].intervals[0].announcedAt', 'instant'],
    ]),
  ])('%s', (_name, path, value, faults) => expect(faultsOf(changed(soundDocument(), path, value))).toEqual(faults));

  it.each<[string, string, unknown, readonly string[]]>([
    ['an unknown member', 'sceop', {}, ['sceop terms.unknown_member']],
    ['another schema', 'schema', 'sla-suite/agreement/v2', ['schema terms.not_one_of']],
    ['a zone nobody knows', 'timeZone', 'Mars/Olympus', ['timeZone terms.unknown_zone']],
    ['the longest title', 'title.en', 'x'.repeat(MAX_TEXT_LENGTH), []],
    ['a title one longer', 'title.en', 'x'.repeat(MAX_TEXT_LENGTH + 1), ['title.en terms.text_too_long']],
    ['the longest id', 'id', 'x'.repeat(128), []],
    ['an id one longer', 'id', 'x'.repeat(129), ['id terms.id_malformed']],
    ['an unknown member of a party', 'parties[1].mail', 'x', ['parties[1].mail terms.unknown_member']],
    ['a party with the id of the other', 'parties[1].id', 'provider', ['parties[1].id terms.duplicate_id']],
    [
      'two providers and no customer',
      'parties[1].role',
      'provider',
      ['parties terms.one_party_per_role', 'parties terms.one_party_per_role'],
    ],
    [
      'a second customer',
      'parties[2]',
      { id: 'other', role: 'customer', name: both('Other') },
      ['parties terms.one_party_per_role'],
    ],
    [
      'a party of no known role',
      'parties[1].role',
      'friend',
      ['parties[1].role terms.not_one_of', 'parties terms.one_party_per_role'],
    ],
    ['no term', 'term', undefined, ['term terms.missing']],
    ['a term in one word', 'term', 'ever', ['term terms.object_expected', 'term.start terms.missing']],
    ['an unknown member of the term', 'term.until', 'x', ['term.until terms.unknown_member']],
    ['a term of no time', 'term.end', '2026-01-01T00:00:00Z', ['term.end terms.term_ends_before_start']],
    ['a term of a millisecond', 'term.end', '2026-01-01T00:00:00.001Z', []],
    ['no scope', 'scope', undefined, ['scope terms.missing']],
    ['no list of what is out of scope', 'scope.excluded', undefined, ['scope.excluded terms.missing']],
    ['no list of what is in scope', 'scope.included', null, ['scope.included terms.missing']],
    ['a scope in one word', 'scope.included', 'all', ['scope.included terms.list_expected']],
    ['a scope in one language', 'scope.included', [both('x'), { en: 'x' }], ['scope.included[1].zh-CN terms.missing']],
    ['an unknown member of the scope', 'scope.more', [], ['scope.more terms.unknown_member']],
    ['the longest scope', 'scope.included', Array(MAX_LIST_LENGTH).fill(both('x')), []],
    [
      'a scope one longer',
      'scope.included',
      Array(MAX_LIST_LENGTH + 1).fill(both('x')),
      ['scope.included terms.list_too_long'],
    ],
    ['an unknown member of a service', 'services[1].tier', 'x', ['services[1].tier terms.unknown_member']],
    ['two services of one name', 'services[1].id', 'site', ['services[1].id terms.duplicate_id']],
    ['an unknown member of an exclusion', 'exclusions[1].why', 'x', ['exclusions[1].why terms.unknown_member']],
    ['two exclusions of one name', 'exclusions[1].id', 'maintenance', ['exclusions[1].id terms.duplicate_id']],
    ['an exclusion without a list', 'exclusions[1].intervals', undefined, ['exclusions[1].intervals terms.missing']],
    ['exclusions that are no list', 'exclusions[1].intervals', {}, ['exclusions[1].intervals terms.list_expected']],
    [
      'an exclusion of no time',
      'exclusions[0].intervals[1].end',
      '2026-03-01T00:00:00Z',
      ['exclusions[0].intervals[1].end terms.interval_ends_before_start'],
    ],
    [
      'an unknown member of an interval',
      'exclusions[0].intervals[1].length',
      'PT1H',
      ['exclusions[0].intervals[1].length terms.unknown_member'],
    ],
    ['reports of null', 'reports', null, ['reports terms.missing']],
    ['an unknown member of the reports', 'reports.to', 'x', ['reports.to terms.unknown_member']],
    ['credits that are no list', 'credits', 'many', ['credits terms.list_expected']],
    ['credits of null', 'credits', null, ['credits terms.list_expected']],
  ])('%s', (_name, path, value, faults) => expect(faultsOf(changed(soundDocument(), path, value))).toEqual(faults));

  it.each<[string, object, readonly string[]]>([
    ['no services', { services: undefined, objectives: [], credits: [] }, ['services terms.missing']],
    ['no objectives', { objectives: undefined, credits: [] }, ['objectives terms.missing']],
    [
      'no parties',
      { parties: undefined, objectives: [], credits: [] },
      ['parties terms.missing', 'parties terms.one_party_per_role', 'parties terms.one_party_per_role'],
    ],
    [
      'a service that is no object',
      { 'services[1]': 'mail' },
      [
        'services[1] terms.object_expected',
        'services[1].id terms.missing',
        'services[1].title terms.missing',
        'services[1].criticality terms.missing',
      ],
    ],
  ])('%s', (_name, changes, faults) => expect(faultsOf(documentWith({ ...changes }))).toEqual(faults));

  it.each<[string, unknown]>([
    ['text', 'an agreement'],
    ['a list', []],
    ['nothing', undefined],
    ['null', null],
  ])('%s instead of a document', (_name, document) => {
    const missing = ['schema', 'id', 'kind', 'title', 'parties', 'term', 'timeZone', 'scope', 'services', 'objectives'];
    expect(faultsOf(document)).toEqual([
      ' terms.object_expected',
      ...missing.map((member) => `${member} terms.missing`),
      'parties terms.one_party_per_role',
      'parties terms.one_party_per_role',
    ]);
  });

  it('names values that the text shows, cut to what can be read', () => {
    const reading = readTerms(documentWith({ kind: 'x'.repeat(100), ['y'.repeat(100)]: 1 }));
    expect(reading.ok ? [] : reading.violations.map(({ params }) => params)).toEqual([
      { value: 'x'.repeat(60), allowed: 'SLA, OLA, UC' },
      { member: 'y'.repeat(60) },
    ]);
  });
});

describe('faults of several members', () => {
  it('are reported together', () =>
    expect(
      faultsOf(
        documentWith({
          id: 'Web Shop',
          'title.zh-CN': undefined,
          'term.end': '2025-01-01T00:00:00Z',
          'services[1].criticality': 'high',
          'exclusions[1].effect': 'forgive',
          'credits[0].rounding': 'any',
          reports: {},
        }),
      ),
    ).toEqual([
      'id terms.id_malformed',
      'title.zh-CN terms.missing',
      'term.end terms.term_ends_before_start',
      'services[1].criticality terms.not_one_of',
      'exclusions[1].effect terms.not_one_of',
      'credits[0].rounding terms.not_one_of',
      'reports.schedule terms.missing',
    ]));

  it('stand at their place in the document, behind an objective with faults of its own', () =>
    expect(faultsOf(documentWith({ 'objectives[1].target': 'all', 'objectives[2].service': 'mail' }))).toEqual([
      'objectives[1].target kernel.decimal_malformed',
      'objectives[2].service terms.dangling_reference',
    ]));

  it('of an objective are no fault of the credit that refers to it', () =>
    expect(faultsOf(documentWith({ 'objectives[0].staleness': 'long' }))).toEqual([
      'objectives[0].staleness kernel.duration_malformed',
    ]));

  it('of a service, a party or an exclusion are no fault of the objective that refers to it', () =>
    expect(
      faultsOf(
        documentWith({
          'parties[0].name': undefined,
          'services[0].criticality': 'high',
          'exclusions[0].effect': 'forgive',
        }),
      ),
    ).toEqual([
      'parties[0].name terms.missing',
      'services[0].criticality terms.not_one_of',
      'exclusions[0].effect terms.not_one_of',
    ]));

  it('show an id that two use, even where one of them has other faults', () =>
    expect(faultsOf(documentWith({ 'services[0].title': undefined, 'services[1].id': 'site' }))).toEqual([
      'services[0].title terms.missing',
      'services[1].id terms.duplicate_id',
    ]));
});
