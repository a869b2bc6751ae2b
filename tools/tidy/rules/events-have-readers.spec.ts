import { describe, expect, it } from '@jest/globals';
import { eventsHaveReaders } from './events-have-readers.ts';
import { saidOf } from './fires.ts';

const FILE = 'libs/contracts/src/event-catalogue.ts';
const catalogue = (readers: string, handled?: string): Record<string, string> => ({
  [FILE]: `export const EVENTS = { paid: event('shop', 'paid', 'Paid', shop.Paid, [${readers}]) } as const satisfies object;
export const PLANNED_EVENTS = { later: event('shop', 'later', 'Later', shop.Later, []) };`,
  'services/stock/src/adapters/nats/x.controller.ts': handled === undefined ? '' : `@OnEvent(EVENTS.${handled})`,
});

describe('events have readers', () => {
  it.each([
    ['a reader with a handler', catalogue(`'stock'`, 'paid'), []],
    ['made for others', catalogue(`'external'`), []],
    ['nobody', catalogue(''), [`${FILE}:1: paid has no reader`]],
    [
      'a reader without a handler',
      catalogue(`'stock'`),
      [`${FILE}:1: stock is named as reader of paid but has no @OnEvent for it`],
    ],
    [
      'a reader that does not exist',
      catalogue(`'moon'`),
      [`${FILE}:1: moon is named as reader of paid but has no @OnEvent for it`],
    ],
    [
      'a handler that nobody states',
      catalogue(`'external'`, 'paid'),
      [`services/stock/src/adapters/nats/x.controller.ts: handles paid, but ${FILE} does not name stock as its reader`],
    ],
    [
      'a catalogue in other words',
      { [FILE]: 'export const EVENTS = make();' },
      [`${FILE}: states no event that this rule can read`],
    ],
    ['no catalogue', {}, [`${FILE}: is missing`]],
  ])('%s', (_name, files, expected) => {
    expect(saidOf(eventsHaveReaders, files)).toEqual(expected);
  });
});
