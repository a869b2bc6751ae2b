import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { YamlDocumentReader } from '../src/adapters/documents/yaml-document-reader.js';
import { judgeDocument, type SoundDocument } from '../src/domain/document.js';
import { digest } from './fake-ports.js';

const dir = path.resolve(import.meta.dirname, '../../../examples');

function judge(file: string): SoundDocument {
  const verdict = judgeDocument(new YamlDocumentReader().read(readFileSync(path.join(dir, file)), 'detect'), digest);
  if (!verdict.ok) throw new Error(JSON.stringify(verdict.findings, null, 1));
  return verdict;
}

describe('the sample agreements', () => {
  it.each(readdirSync(dir).filter((file) => file.endsWith('.yaml')))('%s is sound', (file) => {
    expect(judge(file).contentHash).toMatch(/^[0-9a-f]{64}$/);
  });

  it('the amendment changes the target and the tier that begins at it, and nothing else', () => {
    const [first, second] = ['web-shop.yaml', 'web-shop.v2.yaml'].map((file) => judge(file).canonicalJson);
    const raised = first
      ?.replace('"target":"99.9"', '"target":"99.95"')
      .replace('{"below":"99.9","percent":10}', '{"below":"99.95","percent":10}');
    expect(second).toBe(raised);
    expect(second).not.toBe(first);
  });
});
