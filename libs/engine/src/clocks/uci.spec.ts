import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { ALWAYS, openHours, WorkingTime } from '@sla/calendar';
import { HOUR_MS, parseInstant } from '@sla/kernel';
import type { ClockEvent, ClockRules, ClockTerms } from './clock.js';
import type { ClockContext } from './counting.js';
import { foldClock } from './fold-clock.js';
import { readClock } from './read-clock.js';

/** UCI 498, incidents of a ServiceNow installation (CC BY 4.0); not part of the repository. */
const DATA = path.join(
  process.env['SLA_DATA_DIR'] ?? path.join(import.meta.dirname, '../../../../../shared/data'),
  'uci-servicenow-incidents',
);

const at = (text: string) => parseInstant(`${text}:00Z`);
const rows = (csv: string): readonly Readonly<Record<string, string>>[] => {
  const [head = '', ...lines] = csv.trim().split('\n');
  const names = head.trim().split(',');
  return lines.map((line) =>
    Object.fromEntries(
      line
        .trim()
        .split(',')
        .map((value, i) => [names[i] ?? '', value]),
    ),
  );
};

/** The clock of the file has no zone: its wall time is read as UTC, which never jumps. */
const CONTEXT: ClockContext = {
  calendars: new Map([
    [
      'desk',
      {
        time: new WorkingTime(
          openHours({
            timeZone: 'UTC',
            weekly: [
              { hours: Object.fromEntries(['mon', 'tue', 'wed', 'thu', 'fri'].map((day) => [day, ['14:00-23:00']])) },
            ],
          }),
        ),
      },
    ],
    ['always', { time: new WorkingTime(ALWAYS) }],
  ]),
};
const TARGETS: Readonly<Record<string, ClockTerms>> = {
  '1': { targetMs: 8 * HOUR_MS, calendar: 'always' },
  '2': { targetMs: 8 * HOUR_MS, calendar: 'always' },
  '3': { targetMs: 62 * HOUR_MS, calendar: 'desk' },
  '4': { targetMs: 134 * HOUR_MS, calendar: 'desk' },
};
const RULES: ClockRules = {
  id: 'resolution',
  carryOver: { priority: 'retroactive', agreement: 'keep', calendar: 'keep' },
  reopen: 'continue',
  thresholds: [],
};

function termsOf(priority: string | undefined): ClockTerms {
  const found = TARGETS[priority?.charAt(0) ?? ''];
  if (found === undefined) throw new Error(`no target for priority ${priority}`);
  return found;
}

function madeSla(row: Readonly<Record<string, string>>): boolean {
  const [opened, closed] = [at(row['opened_at'] ?? ''), at(row['closed_at'] ?? '')];
  const change = { kind: 'priority' as const, terms: termsOf(row['priority']) };
  const events: readonly ClockEvent[] = [
    { eventId: 'opened', at: opened, sequence: 0, actions: ['start'] },
    { eventId: 'closed', at: closed, sequence: 1, actions: ['stop'], change },
  ];
  return readClock(foldClock(RULES, termsOf(row['priority_first']), events), CONTEXT, closed).cycle?.outcome === 'met';
}

const present = existsSync(DATA);
(present ? describe : describe.skip)(
  `made_sla of the UCI incidents${present ? '' : ' (skipped: SLA_DATA_DIR has no uci-servicenow-incidents)'}`,
  () => {
    it('is reproduced but for the rows of exceptions.csv', () => {
      const incidents = rows(gunzipSync(readFileSync(path.join(DATA, 'incidents.csv.gz'))).toString('utf8'));
      const exceptions = rows(readFileSync(path.join(DATA, 'exceptions.csv'), 'utf8'));
      const differing = incidents.filter((row) => madeSla(row) !== (row['made_sla'] === 'True'));
      const numbers = (list: typeof incidents): readonly string[] => list.map((row) => row['number'] ?? '').sort();
      expect(incidents).toHaveLength(24_918);
      expect(numbers(differing)).toEqual(numbers(exceptions));
      const low = (list: typeof incidents): number => list.filter(({ priority = '' }) => /^[34]/.test(priority)).length;
      expect([low(incidents), low(incidents) - low(differing)]).toEqual([24_240, 24_220]);
    });
  },
);
