import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { CATALOGUE, isTextKey } from '@sla/texts';

const source = path.resolve(import.meta.dirname, '../src');
/** Names of audit actions and files, which are no texts. */
const NOT_TEXTS = /^measurement\.(module|controller|dispute\.|determination\.|watermark\.)/;

const mentioned = new Set(
  readdirSync(source, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !/generated|\.spec\.ts$|\.fixture\.ts$/.test(file))
    .flatMap(
      (file) => readFileSync(path.join(source, file), 'utf8').match(/(?<=')measurement\.[a-z0-9_.]+(?=')/g) ?? [],
    )
    .filter((key) => !NOT_TEXTS.test(key)),
);
/** Keys that the code puts together. */
const COMPOSED = ['measurement.dispute_upheld_by_other', 'measurement.dispute_withdrawn_by_other'];

describe('texts of the service', () => {
  it('exist for every reason in the code', () => {
    expect(mentioned.size).toBeGreaterThan(40);
    expect([...mentioned, ...COMPOSED].filter((key) => !isTextKey(key))).toEqual([]);
  });

  it('are all used', () => {
    const own = Object.keys(CATALOGUE).filter((key) => key.startsWith('measurement.'));
    expect(own.filter((key) => !mentioned.has(key) && !COMPOSED.includes(key))).toEqual([]);
  });
});
