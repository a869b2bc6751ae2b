export { TZ_VERSION } from './tz/data/tzdata.js';
export * from './tz/local-time.js';
export { isZoneName, offsetAt, zone, zoneNames, type Zone } from './tz/zone.js';
export * from './timeline/timeline.js';
export * from './windows/window.js';
export {
  cycleBefore,
  endOfCycleAfter,
  endOfDateAfter,
  endOfDateAfterNthWorkingDay,
  endOfNthWorkingDayAfter,
  endOfNthWorkingDayOfMonth,
} from './windows/anchors.js';
export * from './working/rules.js';
export { MAX_ENTRIES, MAX_HOLIDAY_RUN } from './working/read-calendar.js';
export { ALWAYS, differenceOf, intersectionOf, openHours, unionOf, type OpenHours } from './working/open-hours.js';
export { LAST_COMPILED, WorkingTime } from './working/working-time.js';
export { dateAfter, WorkingDays } from './working/working-days.js';
export { exportCalendar, type ExportNames } from './icalendar/export-calendar.js';
export { importCalendar, MAX_OCCURRENCES, type ImportedDates, type ImportRules } from './icalendar/import-calendar.js';
export { MAX_LINE_LENGTH } from './icalendar/content-lines.js';
export { MAX_EVENTS } from './icalendar/read-components.js';
export { chinaHolidays, type StatutoryDates } from './statutory/china.js';
export { CHINA_FIRST_YEAR, CHINA_LAST_YEAR, CHINA_VERSION } from './statutory/data/china.js';
export { reasonsBetween, type ClosedReason, type Reason } from './working/reasons.js';
export * from './windows/anchored-window.js';
