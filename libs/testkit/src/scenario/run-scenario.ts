import { checkCalendar, type Compared } from './check-calendar.js';
import { checkFormula } from './check-formula.js';
import { checkCredit, checkObjective } from './check-objective.js';
import { checkTicket } from './check-ticket.js';
import type { Scenario, ScenarioWorld, Step } from './scenario.js';

/** An expectation that did not come true. */
export interface Failure {
  readonly line: number;
  readonly expected: string;
  readonly got: string;
}

/** `line 12: expected missed, got met`. */
export const failureText = ({ line, expected, got }: Failure): string =>
  `line ${line}: expected ${expected}, got ${got}`;

/**
 * Lets a story happen in a world. `open` makes the world when the story first needs one: stories about calendars need none.
 * @returns what did not come true, by line.
 * @throws ScenarioError for what is not understood.
 */
export async function runScenario(scenario: Scenario, open: () => Promise<ScenarioWorld>): Promise<readonly Failure[]> {
  const failures: Failure[] = [];
  let world: ScenarioWorld | undefined;
  const inWorld = async (): Promise<ScenarioWorld> => (world ??= await open());
  for (const step of scenario.steps) {
    if (step.kind !== 'expect') {
      await carryOut(step, await inWorld());
      continue;
    }
    const { line, words } = step.expectation;
    const { expected, got } = await check(scenario, step, inWorld);
    words.end();
    if (expected !== got) failures.push({ line, expected, got });
  }
  return failures;
}

function carryOut(step: Exclude<Step, { kind: 'expect' }>, world: ScenarioWorld): Promise<void> {
  switch (step.kind) {
    case 'samples':
      return world.deliver(step.samples);
    case 'watermark':
      return world.advance(step.at);
    case 'dispute':
      return world.dispute(step);
    case 'resolve':
      return world.resolve(step);
    case 'restate':
      return world.restate(step);
  }
}

async function check(
  scenario: Scenario,
  { expectation: { words } }: Extract<Step, { kind: 'expect' }>,
  inWorld: () => Promise<ScenarioWorld>,
): Promise<Compared> {
  if (words.skip('calendar')) return checkCalendar(scenario.calendars, words);
  if (words.skip('ticket')) return checkTicket(scenario, words);
  if (words.skip('formula')) return checkFormula(words);
  if (words.skip('credit')) return checkCredit(await inWorld(), words);
  return checkObjective(await inWorld(), words);
}
