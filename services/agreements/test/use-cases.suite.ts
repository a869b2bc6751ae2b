import { afterAll, beforeAll, beforeEach, describe } from '@jest/globals';
import type { FakeClock } from './fake-ports.js';
import { Stage, type World } from './stage.js';
import { draftsSuite } from './suites/drafts.js';
import { forceSuite } from './suites/force.js';
import { readingSuite } from './suites/reading.js';
import { signingSuite } from './suites/signing.js';

/** The behaviour that every store must show; run on the fake one and on a real PostgreSQL. */
export function useCaseSuite(name: string, open: (clock: FakeClock) => Promise<World>): void {
  describe(`use cases on ${name}`, () => {
    const stage = new Stage();
    beforeAll(() => stage.open(open));
    beforeEach(() => stage.newTenant());
    afterAll(() => stage.world.close());

    draftsSuite(stage);
    signingSuite(stage);
    forceSuite(stage);
    readingSuite(stage);
  });
}
