// npm run bench [name …]: prints one JSON line per figure. Run on an idle machine, from the built libraries.
import type { Figure } from './figure.ts';

/** Loaded when they are wanted: each takes its memory when it runs, and not before. */
const SUITES: Readonly<Record<string, () => Promise<Iterable<Figure>>>> = {
  calendar: async () => (await import('./calendar.ts')).calendarFigures(),
  clocks: async () => (await import('./clocks.ts')).clockFigures(),
  engine: async () => (await import('./engine.ts')).engineFigures(),
};

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !Object.hasOwn(SUITES, name));
if (unknown.length > 0) {
  console.error(`unknown: ${unknown.join(', ')}; there are ${Object.keys(SUITES).join(', ')}`);
  process.exit(2);
}
for (const [name, figures] of Object.entries(SUITES)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  for (const figure of await figures()) console.log(JSON.stringify(figure));
}
