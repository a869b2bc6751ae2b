import { afterAll, beforeAll, beforeEach, describe } from '@jest/globals';
import type { FakeClock } from './fake-ports.js';
import { Stage, type World } from './stage.js';
import { disputesSuite } from './suites/disputes.js';
import { identitySuite } from './suites/identity.js';
import { ingestSuite } from './suites/ingest.js';
import { lateSuite } from './suites/late.js';
import { readingSuite } from './suites/reading.js';
import { versionsSuite } from './suites/versions.js';
import { windowsSuite } from './suites/windows.js';

/** The behaviour that every store must show; run on the fake one and on a real PostgreSQL. */
export function useCaseSuite(name: string, open: (clock: FakeClock) => Promise<World>): void {
  describe(`use cases on ${name}`, () => {
    const stage = new Stage();
    beforeAll(() => stage.open(open));
    beforeEach(() => stage.newTenant());
    afterAll(() => stage.world.close());

    ingestSuite(stage);
    identitySuite(stage);
    windowsSuite(stage);
    lateSuite(stage);
    disputesSuite(stage);
    versionsSuite(stage);
    readingSuite(stage);
  });
}
