import { afterAll, beforeAll, beforeEach, describe } from '@jest/globals';
import { Stage, type OpenWorld } from './stage.js';
import { issuingSuite } from './suites/issuing.js';
import { readingSuite } from './suites/reading.js';
import { recordingSuite } from './suites/recording.js';

/** The behaviour that every store must show; run on the fake one and on a real PostgreSQL. */
export function useCaseSuite(name: string, open: OpenWorld): void {
  describe(`use cases on ${name}`, () => {
    const stage = new Stage();
    beforeAll(() => stage.open(open));
    beforeEach(() => stage.newTenant());
    afterAll(() => stage.world.close());

    recordingSuite(stage);
    issuingSuite(stage);
    readingSuite(stage);
  });
}
