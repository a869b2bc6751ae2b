import { describe, expect, it } from '@jest/globals';
import { createLogger } from '../log.js';
import { drain } from './drain.js';

const silent = createLogger('test', 'silent');

describe('a drain', () => {
  it('takes its steps one after another', async () => {
    const taken: string[] = [];
    const step = (name: string, ms: number) =>
      [
        name,
        async () => {
          await new Promise((resolve) => setTimeout(resolve, ms));
          taken.push(name);
        },
      ] as const;
    expect(await drain({ steps: [step('first', 20), step('second', 1)] }, silent)).toEqual([]);
    expect(taken).toEqual(['first', 'second']);
  });

  it('goes on without the steps that fail or take too long, and names them', async () => {
    const taken: string[] = [];
    const unfinished = await drain(
      {
        steps: [
          ['fails', () => Promise.reject(new Error('no'))],
          ['hangs', () => new Promise(() => undefined)],
          ['ends', async () => void taken.push('ends')],
        ],
      },
      silent,
      10,
    );
    expect(unfinished).toEqual(['fails', 'hangs']);
    expect(taken).toEqual(['ends']);
  });
});
