import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { CATALOGUE, isTextKey, parametersOf } from '@sla/texts';

const sources = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && !/[.](spec|fixture)[.]ts$/.test(file))
  .map((file) => readFileSync(path.join(import.meta.dirname, file), 'utf8'))
  .join('\n');
const named = new Set([...sources.matchAll(/'(cli\.[a-z_]+)'/g)].map(([, key = '']) => key));
const own = Object.entries(CATALOGUE).filter(([key]) => key.startsWith('cli.'));
/** Built from names: of commands, and of enum values. */
const BUILT = /^cli[.](about|example|phase|verdict|version|dispute|state)_/;

describe('what slactl says', () => {
  it.each([...named])('%s has a text', (key) => expect(isTextKey(key)).toBe(true));

  it.each(own)('%s names the same figures in both languages', (_key, text) =>
    expect([...parametersOf(text['zh-CN'])].sort()).toEqual([...parametersOf(text.en)].sort()),
  );

  it('is all needed', () =>
    expect(own.map(([key]) => key).filter((key) => !named.has(key) && !BUILT.test(key))).toEqual([]));

  it('has an example for every command', () => {
    const commands = own.flatMap(([key]) => (key.startsWith('cli.about_') ? [key.slice('cli.about_'.length)] : []));
    expect(commands.filter((name) => !isTextKey(`cli.example_${name}`))).toEqual([]);
    expect(commands.length).toBeGreaterThan(20);
  });
});
