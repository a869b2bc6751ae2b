import { setTimeout as wait } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { importRun, type Run } from '../suite/import-run.js';
import type { Suite } from '../suite/suite.js';

const TWO = { measurement: 2, reporting: 2 };

/** One of two dies for good: the other takes over what it had begun. */
async function loseOneOfEach(suite: Suite): Promise<void> {
  await wait(1_500);
  await suite.replicas('measurement')[1]?.kill();
  await wait(1_000);
  await suite.replicas('reporting')[1]?.kill();
}

describe('two replicas of measurement and of reporting on one database and one NATS', () => {
  let single: Run;
  let double: Run;
  let widowed: Run;

  beforeAll(async () => {
    single = await importRun({});
    double = await importRun(TWO);
    widowed = await importRun(TWO, loseOneOfEach);
  }, 600_000);

  it.each([
    ['both alive', () => double],
    ['one of each killed in the middle', () => widowed],
  ])('%s: same samples, determinations, credits and editions as one', (_name, run) => {
    expect(run().report.samples).toBe(run().rows);
    expect(run().outcome.determinations).toEqual(single.outcome.determinations);
    expect(run().outcome.ledger).toEqual(single.outcome.ledger);
    expect(run().outcome.editions).toEqual(single.outcome.editions);
    expect(run().outcome).toEqual(single.outcome);
  });

  it.each([
    ['both alive', () => double],
    ['one of each killed in the middle', () => widowed],
  ])('%s: no event is lost and none handled twice', (_name, run) => {
    expect(run().handledByReporting).toEqual(run().sentToReporting);
    expect(run().toldTwice).toEqual([]);
    expect(run().deadLetters).toBe(0);
  });
});
