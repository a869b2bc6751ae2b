import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { CATALOGUE, isTextKey, parametersOf } from '@sla/texts';

/** Every reason that this library gives, by the files that give it. */
function reasons(): ReadonlySet<string> {
  const files = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' });
  const sources = files.filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'));
  return new Set(
    sources.flatMap((file) => {
      const source = readFileSync(path.join(import.meta.dirname, file), 'utf8');
      return [...source.matchAll(/'(platform\.[a-z_]+)'/g)].map(([, key = '']) => key);
    }),
  );
}

describe('the reasons that platform gives', () => {
  it.each([...reasons()])('%s has a text', (key) => {
    expect(isTextKey(key)).toBe(true);
  });

  it.each(Object.entries(CATALOGUE).filter(([key]) => key.startsWith('platform.')))(
    '%s names the same figures in both languages',
    (_key, text) => {
      expect([...parametersOf(text['zh-CN'])].sort()).toEqual([...parametersOf(text.en)].sort());
    },
  );
});
