import { formatInstant } from '@sla/kernel';
import type { Compared } from './check-calendar.js';
import type { Found, ScenarioWorld } from './scenario.js';
import { durationText, readDurationMs, type Words } from './text.js';

const ANSWERS: Readonly<Record<string, (found: Found) => string>> = {
  is: ({ verdict }) => verdict,
  phase: ({ phase }) => phase,
  attained: ({ attained }) => attained,
  fraction: ({ fraction }) => fraction,
  low: ({ low }) => low,
  high: ({ high }) => high,
  good: (found) => amountText(found, found.good),
  bad: (found) => amountText(found, found.bad),
  unknown: (found) => amountText(found, found.unknown),
  excluded: (found) => amountText(found, found.excluded),
  budget: (found) => amountText(found, found.budget),
  left: (found) => amountText(found, found.left),
  coverage: ({ coverage }) => coverage,
  breached: ({ breachedAt }) => (breachedAt === undefined ? 'never' : formatInstant(breachedAt)),
  risk: ({ atRisk }) => (atRisk ? 'yes' : 'no'),
  revision: ({ revision }) => String(revision),
};

const amountText = ({ unit }: Found, amount: bigint): string => (unit === 'ms' ? durationText(amount) : String(amount));

/**
 * `expect OBJECTIVE WINDOW WORD VALUE`, for example `expect availability 2026-03 bad 44m`; the words are those of ANSWERS,
 * durations are written as in samples. `expect OBJECTIVE WINDOW unjudged` when there is no result.
 */
export async function checkObjective(world: ScenarioWorld, words: Words): Promise<Compared> {
  const objective = words.take('the objective');
  const window = words.take('the window');
  const found = await world.find(objective, window);
  if (words.skip('unjudged')) return { expected: 'unjudged', got: found?.verdict ?? 'unjudged' };
  const word = words.oneOf('what is expected', Object.keys(ANSWERS));
  const expected = expectedText(word, words);
  return { expected, got: found === undefined ? 'unjudged' : (ANSWERS[word]?.(found) ?? '') };
}

function expectedText(word: string, words: Words): string {
  if (word === 'breached' && words.peek() !== 'never') return formatInstant(words.instant('the instant'));
  const text = words.take('the expected value');
  const [sign, amount] = text.startsWith('-') ? [-1, text.slice(1)] : [1, text];
  const ms = readDurationMs(amount);
  return ms === undefined ? text : durationText(sign * ms);
}

/** `expect credit CLAUSE WINDOW = 100.00 EUR`, `= none`, `= 0.00..100.00 EUR` under review. */
export async function checkCredit(world: ScenarioWorld, words: Words): Promise<Compared> {
  const clause = words.take('the credit');
  const window = words.take('the window');
  words.expect('=');
  return { expected: words.all().join(' '), got: (await world.credit(clause, window)) ?? 'unknown' };
}
