import { formatInstant } from '@sla/kernel';
import { isoDuration, type Block, type Words } from '../text.js';

type Document = Record<string, unknown>;

const both = (text: string): Document => ({ en: text, 'zh-CN': text });

/** What an agreement says where its scenario does not care. */
export const agreementDraft = (id: string): Document => ({
  schema: 'sla-suite/agreement/v1',
  id,
  kind: 'SLA',
  title: both('Scenario'),
  parties: [
    { id: 'provider', role: 'provider', name: both('Provider') },
    { id: 'customer', role: 'customer', name: both('Customer') },
  ],
  term: { start: '2026-01-01T00:00:00Z' },
  timeZone: 'UTC',
  scope: { included: [both('The service')], excluded: [] },
  services: [{ id: 'service', title: both('Service'), criticality: 'standard' }],
  objectives: [],
  exclusions: [],
  credits: [],
  reports: { schedule: 'month' },
});

/** `agreement ID`, with lines of zone, term and charge. */
export function readAgreementBlock({ head, body }: Block): Document {
  const draft = agreementDraft(head.take('the id of the agreement'));
  head.end();
  for (const words of body) {
    switch (words.oneOf('a line of an agreement', ['zone', 'term', 'charge', 'kind'])) {
      case 'zone':
        draft['timeZone'] = words.take('the time zone');
        break;
      case 'kind':
        draft['kind'] = words.take('SLA, OLA or UC');
        break;
      case 'term': {
        draft['term'] = readTerm(words);
        break;
      }
      case 'charge':
        draft['charges'] = { amount: words.take('the amount'), currency: words.take('the currency'), per: 'month' };
    }
    words.end();
  }
  return draft;
}

function readTerm(words: Words): Document {
  if (words.peek()?.includes('..') !== true) return { start: formatInstant(words.instant('the start')) };
  const { start, end } = words.span('START..END');
  return { start: formatInstant(start), end: formatInstant(end) };
}

/** `objective ID`, with one line for each property; what is not said is a month of UTC, held states, no freeze. */
export function readObjectiveBlock({ head, body }: Block): Document {
  const id = head.take('the id of the objective');
  head.end();
  const objective: Document = {
    id,
    title: both(id),
    service: 'service',
    need: both('needed'),
    owner: 'provider',
    window: { kind: 'month' },
    partialWindow: 'clip',
    missingData: 'hold',
    staleness: 'P366D',
    minimumCoverage: '0',
    allowedLateness: 'PT0S',
    freezeAfter: 'PT0S',
    exclusions: [],
  };
  for (const words of body) {
    Object.assign(objective, PROPERTIES[words.oneOf('a property of an objective', PROPERTY_NAMES)](words));
    words.end();
  }
  return objective;
}

const DURATIONS = {
  staleness: 'staleness',
  lateness: 'allowedLateness',
  freeze: 'freezeAfter',
  every: 'expectedEvery',
};
const duration =
  (member: string) =>
  (words: Words): Document => ({ [member]: isoDuration(words.durationMs(member)) });
const text =
  (member: string) =>
  (words: Words): Document => ({ [member]: words.take(member) });

const PROPERTIES = {
  /** `states probe good up,degraded` */
  states: (words: Words): Document => {
    const series = words.take('the series');
    words.expect('good');
    return { indicator: { kind: 'time_in_state', series, good: words.take('the good states').split(',') } };
  },
  /** `ratio orders` */
  ratio: (words: Words): Document => ({ indicator: { kind: 'event_ratio', series: words.take('the series') } }),
  /** `values latency <= 500 ms` */
  values: (words: Words): Document => ({
    indicator: {
      kind: 'threshold',
      series: words.take('the series'),
      operator: words.take('the operator'),
      value: words.take('the threshold'),
      unit: words.take('the unit'),
    },
  }),
  target: text('target'),
  partial: text('partialWindow'),
  missing: text('missingData'),
  coverage: text('minimumCoverage'),
  volume: text('minimumVolume'),
  risk: text('atRiskAt'),
  exclude: (words: Words): Document => ({ exclusions: words.all() }),
  /** `window month`, `window month from day 31 overflow` */
  window: (words: Words): Document => {
    const kind = words.take('the kind of window');
    if (!words.skip('from')) return { window: { kind } };
    words.expect('day');
    const anchorDay = words.whole('the day');
    return { window: { kind, anchorDay, overflow: words.take('clamp or overflow') } };
  },
  staleness: duration(DURATIONS.staleness),
  lateness: duration(DURATIONS.lateness),
  freeze: duration(DURATIONS.freeze),
  every: duration(DURATIONS.every),
} as const;
const PROPERTY_NAMES = Object.keys(PROPERTIES) as readonly (keyof typeof PROPERTIES)[];

/** `exclusion ID EFFECT`, with lines of spans, notice and cap. */
export function readExclusionBlock({ head, body }: Block): Document {
  const exclusion: Document = { id: head.take('the id'), effect: head.take('the effect'), title: both('Exclusion') };
  head.end();
  const intervals: Document[] = [];
  for (const words of body) {
    switch (words.oneOf('a line of an exclusion', ['from', 'notice', 'cap'])) {
      case 'from': {
        const { start, end } = words.span('START..END');
        const announced = words.skip('announced') && { announcedAt: formatInstant(words.instant('when')) };
        intervals.push({ start: formatInstant(start), end: formatInstant(end), ...announced });
        break;
      }
      case 'notice':
        exclusion['minimumNotice'] = isoDuration(words.durationMs('the notice'));
        break;
      case 'cap':
        exclusion['capPerWindow'] = isoDuration(words.durationMs('the cap'));
    }
    words.end();
  }
  return { ...exclusion, intervals };
}

/** `credit ID for OBJECTIVE`, with tiers (`below 99.9 pays 10`) and lines of cap, rolling, minimum, rounding, family, earn. */
export function readCreditBlock({ head, body }: Block): Document {
  const id = head.take('the id');
  head.expect('for');
  const credit: Document = { id, objective: head.take('the objective'), rounding: 'half_up' };
  head.end();
  const tiers: Document[] = [];
  for (const words of body) {
    if (words.skip('below')) {
      const below = words.take('the threshold');
      words.expect('pays');
      tiers.push({ below, percent: words.take('the percentage') });
    } else Object.assign(credit, creditProperty(words));
    words.end();
  }
  return { ...credit, tiers };
}

function creditProperty(words: Words): Document {
  switch (words.oneOf('a line of a credit', ['cap', 'rolling', 'minimum', 'rounding', 'family', 'earn'])) {
    case 'cap':
      return { capPercent: words.take('the cap') };
    case 'rolling':
      words.expect('cap');
      return { rollingCapPercent: words.take('the cap of twelve months') };
    case 'minimum':
      return { minimum: words.take('the amount'), minimumRule: words.skip('above') ? 'above' : 'at_least' };
    case 'rounding':
      return { rounding: words.take('how to round') };
    case 'family':
      return { family: words.take('the family') };
    case 'earn': {
      words.expect('back');
      const windows = words.whole('the number of windows');
      words.expect('at');
      return { earnBack: { windows, target: words.take('the percentage') } };
    }
  }
}
