import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { CATALOGUE, isTextKey } from '@sla/texts';

const source = path.resolve(import.meta.dirname, '../src');
const NOT_TEXTS = /^reporting\.(module|controller|edition\.)/;

const mentioned = new Set(
  readdirSync(source, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !/generated|\.spec\.ts$|\.fixture\.ts$/.test(file))
    .flatMap((file) => readFileSync(path.join(source, file), 'utf8').match(/(?<=')reporting\.[a-z0-9_.]+(?=')/g) ?? [])
    .filter((key) => !NOT_TEXTS.test(key)),
);

describe('texts of the service', () => {
  it('exist for every reason in the code', () => {
    expect(mentioned.size).toBeGreaterThan(10);
    expect([...mentioned].filter((key) => !isTextKey(key))).toEqual([]);
  });

  it('are all used', () => {
    const own = Object.keys(CATALOGUE).filter((key) => key.startsWith('reporting.'));
    expect(own.filter((key) => !mentioned.has(key))).toEqual([]);
  });
});
