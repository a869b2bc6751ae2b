import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { Digest } from '@sla/kernel';
import { CoreWorld, failureText, readScenario, runScenario } from '@sla/testkit/scenario';
import { STORIES } from './stories.js';

const digest: Digest = { sha256: (data) => createHash('sha256').update(data).digest() };

describe('the pure core tells every story as it is written', () => {
  it('there are stories', () => expect(STORIES.length).toBeGreaterThan(0));

  it.each(STORIES)('%s', async (file, text) => {
    const scenario = readScenario(text);
    const failures = await runScenario(scenario, async () => new CoreWorld(scenario.document ?? {}, digest));
    expect(failures.map((failure) => `${file}: ${failureText(failure)}`)).toEqual([]);
    expect(scenario.steps.some(({ kind }) => kind === 'expect')).toBe(true);
  });
});
