import { describe, expect, it } from '@jest/globals';
import { spanOf, spanTexts } from './calendars.fixture.js';
import { reasonsBetween } from './reasons.js';
import type { WorkingCalendar } from './rules.js';

const nine = ['09:00-17:00'];
const office: WorkingCalendar = {
  timeZone: 'UTC',
  weekly: [{ hours: { mon: nine, tue: nine, wed: nine, thu: nine, fri: ['22:00-06:00'] } }],
  holidays: [
    { date: '2026-03-03', name: 'Holi' },
    { date: '2026-03-04', hours: ['12:00-24:00'], name: 'half day' },
    { date: '2026-03-06', hours: ['23:00-02:00'], name: 'feast' },
  ],
  overrides: [
    { date: '2026-03-05', hours: ['10:00-12:00'], name: 'inventory' },
    { date: '2026-03-08', hours: ['10:00-14:00'], name: 'make-up' },
  ],
  closures: [
    { from: '2026-03-02T10:00', to: '2026-03-02T11:00', name: 'fire drill' },
    { from: '2026-03-08T11:00', to: '2026-03-08T12:00', name: 'outage' },
    { from: '2026-02-01T00:00', to: '2026-02-02T00:00', name: 'long ago' },
  ],
};

/** `09:00/10:00 reason name` of one date. */
const told = (date: string, next: string): readonly string[] =>
  reasonsBetween(office, spanOf(`${date}T00:00:00Z`, `${next}T00:00:00Z`)).map((each) =>
    `${spanTexts([each])
      .join('')
      .replaceAll(/\d{4}-\d{2}-\d{2}T|:00Z/g, '')} ${each.reason} ${each.name}`.trim(),
  );

describe('why time does not count', () => {
  it.each([
    [
      'a closure inside hours',
      '2026-03-02',
      '2026-03-03',
      [
        '00:00/09:00 outside_hours',
        '09:00/10:00 open',
        '10:00/11:00 closure fire drill',
        '11:00/17:00 open',
        '17:00/00:00 outside_hours',
      ],
    ],
    [
      'a whole holiday, where there would have been hours',
      '2026-03-03',
      '2026-03-04',
      ['00:00/09:00 outside_hours', '09:00/17:00 holiday Holi', '17:00/00:00 outside_hours'],
    ],
    [
      'a holiday of some hours',
      '2026-03-04',
      '2026-03-05',
      ['00:00/09:00 outside_hours', '09:00/12:00 open', '12:00/17:00 holiday half day', '17:00/00:00 outside_hours'],
    ],
    [
      'hours of that date',
      '2026-03-05',
      '2026-03-06',
      [
        '00:00/09:00 outside_hours',
        '09:00/10:00 dated_hours inventory',
        '10:00/12:00 open',
        '12:00/17:00 dated_hours inventory',
        '17:00/00:00 outside_hours',
      ],
    ],
    [
      'a holiday that runs over midnight',
      '2026-03-06',
      '2026-03-08',
      [
        '00:00/22:00 outside_hours',
        '22:00/23:00 open',
        '23:00/02:00 holiday feast',
        '02:00/06:00 open',
        '06:00/00:00 outside_hours',
      ],
    ],
    [
      'a closure inside hours of that date',
      '2026-03-08',
      '2026-03-09',
      [
        '00:00/10:00 outside_hours',
        '10:00/11:00 open',
        '11:00/12:00 closure outage',
        '12:00/14:00 open',
        '14:00/00:00 outside_hours',
      ],
    ],
  ])('%s', (_name, date, next, expected) => expect(told(date, next)).toEqual(expected));

  it('nothing is said about an empty span', () => {
    expect(reasonsBetween(office, spanOf('2026-03-02T00:00:00Z', '2026-03-02T00:00:00Z'))).toEqual([]);
  });
});
