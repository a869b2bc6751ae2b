import { setTimeout as wait } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { importRun, type Run } from '../suite/import-run.js';
import { seeded } from '../suite/random.js';
import type { Service, Suite } from '../suite/suite.js';

const SEED = Number(process.env['SLA_CRASH_SEED'] ?? 7);

/** Kills a service at a moment that the seed chooses, and starts it again; the import notices and goes on by itself. */
async function killAndRestart(suite: Suite, service: Service, random: (n: number) => number): Promise<void> {
  await wait(100 + random(600));
  const [replica] = suite.replicas(service);
  await replica?.kill();
  await wait(random(400));
  await replica?.start();
}

/** Crashes that happened before the import was over; later ones still hit evaluation, events and editions. */
let whileImporting = 0;

async function crashes(suite: Suite, importing: Promise<unknown>): Promise<void> {
  const random = seeded(SEED);
  let over = false;
  void importing.finally(() => (over = true));
  for (const service of ['measurement', 'measurement', 'reporting', 'measurement', 'reporting'] as const) {
    await killAndRestart(suite, service, random);
    if (!over) whileImporting++;
  }
  await suite.nats.kill();
  await wait(random(1_000));
  await suite.nats.start();
  await killAndRestart(suite, 'measurement', random);
  await killAndRestart(suite, 'reporting', random);
}

describe(`an import during which measurement, reporting and NATS are killed (seed ${SEED})`, () => {
  let calm: Run;
  let crashed: Run;

  beforeAll(async () => {
    calm = await importRun({});
    crashed = await importRun({}, crashes);
  }, 600_000);

  it('was disturbed: services died while it ran, and batches were sent again', () => {
    expect(whileImporting).toBeGreaterThanOrEqual(3);
    expect(crashed.report.resentBatches).toBeGreaterThanOrEqual(2);
  });

  it('takes every sample in once', () => {
    expect(crashed.report.samples).toBe(crashed.rows);
    expect(crashed.outcome.samples).toEqual(calm.outcome.samples);
    expect(crashed.outcome.pending).toEqual(calm.outcome.pending);
    expect(calm.outcome.pending.length).toBeGreaterThan(0);
  });

  it('comes to the same determinations with the same hashes', () => {
    expect(calm.outcome.determinations.length).toBeGreaterThan(20);
    expect(crashed.outcome.determinations).toEqual(calm.outcome.determinations);
  });

  it('books the same credits', () => {
    expect(calm.outcome.ledger.length).toBeGreaterThan(3);
    expect(crashed.outcome.ledger).toEqual(calm.outcome.ledger);
  });

  it('issues the same editions', () => {
    expect(calm.outcome.editions.length).toBe(6);
    expect(crashed.outcome.editions).toEqual(calm.outcome.editions);
  });

  it.each([
    ['undisturbed', () => calm],
    ['crashed', () => crashed],
  ])('loses no event and handles none twice: %s', (_name, run) => {
    expect(run().handledByReporting).toEqual(run().sentToReporting);
    expect(run().toldTwice).toEqual([]);
    expect(run().deadLetters).toBe(0);
  });
});
