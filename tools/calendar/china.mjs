// Rebuilds libs/calendar/src/statutory/data/china.ts from the npm package chinese-days (MIT), which collects the yearly
// papers of the State Council of China.
//
//   npm install --save-dev --save-exact -w tools chinese-days@VERSION && npm run lock
//   node tools/calendar/china.mjs PUBLISHED      (date of that version: npm view chinese-days time)
//
// The result depends on the package and this date, nothing else. A paper for the next year appears each November.
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const published = process.argv[2] ?? '';
if (!/^\d{4}-\d{2}-\d{2}$/.test(published)) throw new Error('usage: node tools/calendar/china.mjs YYYY-MM-DD');
const entry = createRequire(import.meta.url).resolve('chinese-days');
const dir = entry.slice(0, entry.lastIndexOf('chinese-days') + 'chinese-days'.length);
const { version } = JSON.parse(readFileSync(path.join(dir, 'package.json'), 'utf8'));
const { holidays, workdays } = JSON.parse(readFileSync(path.join(dir, 'dist/chinese-days.json'), 'utf8'));

const DAY_MS = 86_400_000;
/** `New Year's Day,元旦,1`: the second part is the name. */
const nameOf = (text) => text.split(',')[1] ?? '';
const short = (date) => date.slice(5).replace('-', '');
const follows = (a, b) => Date.parse(b) - Date.parse(a) === DAY_MS;

/** Runs of dates off with one name inside one year. */
function runsOf(dates) {
  const runs = [];
  for (const [date, name] of dates) {
    const last = runs.at(-1);
    if (last !== undefined && last.name === name && follows(last.to, date)) last.to = date;
    else runs.push({ name, from: date, to: date });
  }
  return runs;
}

const sorted = (dates, year) =>
  Object.entries(dates)
    .filter(([date]) => date.startsWith(year))
    .map(([date, text]) => [date, nameOf(text)])
    .sort(([a], [b]) => (a < b ? -1 : 1));

const years = [...new Set([...Object.keys(holidays), ...Object.keys(workdays)].map((date) => date.slice(0, 4)))].sort();
if (Number(years.at(-1)) - Number(years[0]) !== years.length - 1) throw new Error('a year is missing');
const lines = years.map((year) => {
  const off = runsOf(sorted(holidays, year)).map(({ name, from, to }) => `${name} ${short(from)}-${short(to)}`);
  const work = sorted(workdays, year).map(([date, name]) => `${name} +${short(date)}`);
  return `  '${[...off, ...work].join(',')}',`;
});
// The paper of a year always has the National Day; a few days of January may be known before it appears.
const lastYear = years.filter((year) => holidays[`${year}-10-01`] !== undefined).at(-1);

const text = `// Made by tools/calendar/china.mjs from the npm package chinese-days (MIT). Do not edit.

/** Where the data comes from: package, version, and the date on which that version was published. */
export const CHINA_VERSION = 'chinese-days ${version} of ${published}';
export const CHINA_FIRST_YEAR = ${years[0]};
/** The last year whose paper is published. */
export const CHINA_LAST_YEAR = ${lastYear};

/** One line per year: \`name MMDD-MMDD\` is a run of dates off, \`name +MMDD\` a make-up working day. */
export const CHINA_YEARS: readonly string[] = [
${lines.join('\n')}
];
`;
writeFileSync(path.resolve(import.meta.dirname, '../../libs/calendar/src/statutory/data/china.ts'), text);
process.stdout.write(`${years.length} years to ${lastYear}, ${version}, ${text.length} bytes\n`);
