import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { failureText, readScenario, runScenario, type ScenarioWorld } from '@sla/testkit/scenario';
import { openStores } from '../suite/settled.js';
import { root } from '../suite/service-process.js';
import { Suite } from '../suite/suite.js';
import { SuiteWorld, type SuiteAccess } from './suite-world.js';

const folder = path.join(root, 'tests/scenarios');
/** The stories of tests/scenarios that are about an agreement: the others have nothing that a service could do. */
const STORIES = readdirSync(folder, { recursive: true })
  .map(String)
  .filter((file) => file.endsWith('.scn') && !file.includes('node_modules'))
  .sort()
  .map((file) => [file, readScenario(readFileSync(path.join(folder, file), 'utf8'))] as const)
  .filter(([, scenario]) => scenario.document !== undefined);

describe('the running suite tells every story as the pure core does', () => {
  let access: SuiteAccess;

  beforeAll(async () => {
    const suite = await Suite.start();
    const [provider, customer, probes] = [
      await suite.clients('provider'),
      await suite.clients('customer'),
      await suite.clients('probes'),
    ];
    access = { suite, stores: openStores(suite), provider, customer, probes };
  });
  afterAll(async () => {
    for (const clients of [access.provider, access.customer, access.probes]) clients.close();
    await access.stores.close();
    await access.suite.stop();
  });

  it.each(STORIES.map(([file, scenario], i) => [file, scenario, `story-${i}`] as const))(
    '%s',
    async (file, scenario, name) => {
      const open = (): Promise<ScenarioWorld> => SuiteWorld.open(access, name, scenario.document ?? {});
      const failures = await runScenario(scenario, open);
      expect(failures.map((failure) => `${file}: ${failureText(failure)}`)).toEqual([]);
    },
  );
});
