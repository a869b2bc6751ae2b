import {
  availabilityOf,
  completionRate,
  costEfficiency,
  csat,
  defectRate,
  inParallel,
  inSeries,
  mtbf,
  mttr,
  nps,
} from '@sla/engine';
import { divide, formatRatio, parseDecimal, parseRatio, ratio, type Ratio } from '@sla/kernel';
import type { Compared } from './check-calendar.js';
import { durationText, readDurationMs, type Words } from './text.js';

const HUNDRED = ratio(100n);
const percents = (list: readonly string[]): readonly Ratio[] => list.map((text) => divide(parseDecimal(text), HUNDRED));

/** What is given comes as words, durations among them as milliseconds in words. */
type Formula = (given: readonly string[]) => Ratio | undefined;
const ofTwo =
  (of: (a: number, b: number) => Ratio | undefined): Formula =>
  ([first = '', second = '']) =>
    of(Number(first), Number(second));

const FORMULAS: Readonly<Record<string, Formula>> = {
  csat: ofTwo((satisfied, answers) => csat(satisfied, answers)),
  defects: ofTwo(defectRate),
  completion: ofTwo(completionRate),
  cost: ([actual = '', budget = '']) => costEfficiency(BigInt(actual), BigInt(budget)),
  nps: (answers) => nps(answers.map(Number)),
  mttr: (repairs) => mttr(repairs.map(Number)),
  mtbf: ofTwo(mtbf),
  availability: ([between = '', restore = '']) => availabilityOf(ratio(BigInt(between)), ratio(BigInt(restore))),
  serial: (parts) => inSeries(percents(parts)),
  parallel: (parts) => inParallel(percents(parts)),
};

/**
 * `expect formula NAME GIVEN… = VALUE`: shares as fractions (`9/10`), times as durations, `unknown` where there is none.
 * csat SATISFIED ANSWERS, defects and completion likewise, cost ACTUAL BUDGET, nps ANSWER…, mttr DURATION…,
 * mtbf UPTIME FAILURES, availability MTBF MTTR, serial PERCENT…, parallel PERCENT…
 */
export function checkFormula(words: Words): Compared {
  const formula = FORMULAS[words.oneOf('a formula', Object.keys(FORMULAS))];
  const given: string[] = [];
  while (!words.isAtEnd && words.peek() !== '=') given.push(words.take('what is given'));
  words.expect('=');
  const expected = words.take('the expected value');
  const value = formula?.(given.map((text) => String(readDurationMs(text) ?? text)));
  const ms = readDurationMs(expected);
  if (value === undefined) return { expected, got: 'unknown' };
  if (ms !== undefined) return { expected: durationText(ms), got: durationOf(value) };
  return { expected: expected.includes('/') ? formatRatio(parseRatio(expected)) : expected, got: formatRatio(value) };
}

const durationOf = (value: Ratio): string =>
  value.den === 1n ? durationText(value.num) : `${formatRatio(value)} of a millisecond`;
