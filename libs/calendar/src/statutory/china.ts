import { assert } from '@sla/kernel';
import type { DatedHours, Holiday, HoursText, WorkingCalendar } from '../working/rules.js';
import { CHINA_FIRST_YEAR, CHINA_LAST_YEAR, CHINA_YEARS } from './data/china.js';

/** The parts of a working calendar that the State Council decides. */
export type StatutoryDates = Required<Pick<WorkingCalendar, 'holidays' | 'overrides' | 'knownUntil'>>;

const ENTRY = /^(.+) (?:(\d\d)(\d\d)-(\d\d)(\d\d)|\+(\d\d)(\d\d))$/;

/**
 * Statutory holidays of mainland China with their make-up working days (调休), which have the hours given here. The
 * horizon is the end of the last published year: later dates have weekly hours only, and are provisional. A paper that
 * appears in November may still move the last days of its own year (2018-12-29 to 31 was one such).
 */
export function chinaHolidays(makeUpHours: readonly HoursText[]): StatutoryDates {
  const holidays: Holiday[] = [];
  const overrides: DatedHours[] = [];
  for (const [i, line] of CHINA_YEARS.entries()) {
    for (const entry of line.split(',')) {
      const m = ENTRY.exec(entry);
      assert(m !== null, `statutory dates ${entry}`);
      const [name, fromMonth, fromDay, toMonth, toDay, workMonth, workDay] = m.slice(1);
      const year = CHINA_FIRST_YEAR + i;
      if (workMonth === undefined) {
        holidays.push({
          date: `${year}-${fromMonth}-${fromDay}`,
          lastDate: `${year}-${toMonth}-${toDay}`,
          name: `${name}`,
        });
      } else {
        overrides.push({ date: `${year}-${workMonth}-${workDay}`, hours: makeUpHours, name: `${name}` });
      }
    }
  }
  return { holidays, overrides, knownUntil: `${CHINA_LAST_YEAR + 1}-01-01` };
}
