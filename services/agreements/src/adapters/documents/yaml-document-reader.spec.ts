import { describe, expect, it } from '@jest/globals';
import { MAX_JSON_DEPTH } from '@sla/kernel';
import fc from 'fast-check';
import type { DocumentReading } from '../../domain/document.js';
import type { DocumentFormat } from '../../usecases/ports.js';
import { MAX_VALUES } from './read-value.js';
import { MAX_DOCUMENT_BYTES, YamlDocumentReader } from './yaml-document-reader.js';

const reader = new YamlDocumentReader();
const read = (text: string | Uint8Array, format: DocumentFormat = 'yaml'): DocumentReading =>
  reader.read(typeof text === 'string' ? Buffer.from(text) : text, format);

function valueOf(reading: DocumentReading): unknown {
  if (!reading.ok) throw new Error(JSON.stringify(reading.findings));
  return reading.value;
}

const faultsOf = (reading: DocumentReading): unknown =>
  reading.ok ? [] : reading.findings.map(({ reason, field, line, column }) => [reason, field, line, column]);

describe('values', () => {
  it.each([
    ['99.9', '99.9'],
    ['99.90', '99.90'],
    ['12000.00', '12000.00'],
    ['0.1000000000000000055511151231257827', '0.1000000000000000055511151231257827'],
    ['99', 99],
    ['-7', -7],
    ['0', 0],
    ['9007199254740993', '9007199254740993'],
    ['1e3', '1e3'],
    ['0x1F', '0x1F'],
    ['007', '007'],
    ['.nan', '.nan'],
    ['-0', '-0'],
    ['"99"', '99'],
    ['true', true],
    ['~', null],
    ['', null],
    ['yes', 'yes'],
    ['2026-01-01T00:00:00+08:00', '2026-01-01T00:00:00+08:00'],
    ['北风', '北风'],
    ['!!str 99', '99'],
  ])('%s is %p', (text, value) => {
    expect(valueOf(read(`a: ${text}`))).toEqual({ a: value });
  });

  it('expands aliases and keeps << an ordinary name', () => {
    expect(valueOf(read('a: &x { b: 1 }\nc: *x\n"<<": *x'))).toEqual({ a: { b: 1 }, c: { b: 1 }, '<<': { b: 1 } });
  });

  it('keeps __proto__ an ordinary name', () => {
    const value = valueOf(read('__proto__: { admin: true }'));
    expect(Object.keys(value as object)).toEqual(['__proto__']);
  });

  it('accepts a byte order mark', () => {
    expect(valueOf(read('\uFEFFa: 1'))).toEqual({ a: 1 });
  });

  it('reads every JSON text as JSON does, except for numbers with a fraction', () => {
    const keys = fc.stringMatching(/^[\x20-\x7e]{1,12}$/);
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        fc.string({ unit: 'grapheme' }),
        fc.integer(),
        fc.boolean(),
        fc.constant(null),
        tie('list'),
        tie('record'),
      ),
      list: fc.array(tie('value'), { maxLength: 4 }),
      record: fc.dictionary(keys, tie('value'), { maxKeys: 4 }),
    }));
    fc.assert(
      fc.property(value, fc.constantFrom(undefined, 1, 2, '\t'), (sample, indent) => {
        const text = JSON.stringify(sample, null, indent);
        expect(valueOf(read(text, 'json'))).toEqual(JSON.parse(text));
      }),
      { numRuns: 300 },
    );
  });
});

describe('faults', () => {
  it.each<[string, string | Uint8Array, unknown[]]>([
    ['malformed YAML', 'a: 1\nb: [1, 2\nc: 3', ['agreements.yaml_malformed', '', 3, 1]],
    ['a tab that indents', 'a:\n\tb: 1', ['agreements.yaml_tab_indent', '', 2, 1]],
    ['a duplicate key', 'a:\n  b: 1\n  c: 2\n  b: 3', ['agreements.duplicate_key', 'a.b', 4, 3]],
    ['a duplicate key in a flow map', 'x: [{ b: 1, b: 1 }]', ['agreements.duplicate_key', 'x[0].b', 1, 13]],
    ['a key outside ASCII', 'a: 1\n目标: 2', ['agreements.key_not_ascii', '目标', 2, 1]],
    ['an empty key', 'a: 1\n"": 2', ['agreements.key_not_ascii', '', 2, 1]],
    ['a list as key', '? [a]\n: 1', ['agreements.key_not_text', '', 1, 3]],
    ['two documents', 'a: 1\n---\nb: 2', ['agreements.yaml_several_documents', '', 2, 1]],
    ['an unknown tag', 'a: !!binary aGk=', ['agreements.yaml_unknown_tag', '', 1, 4]],
    ['an own tag', 'a: !money 10', ['agreements.yaml_unknown_tag', '', 1, 4]],
    ['an unknown alias', 'a: 1\nb: *x', ['agreements.yaml_unknown_alias', 'b', 2, 4]],
    ['a NUL in a text', 'a: "x\\0"', ['agreements.text_with_nul', 'a', 1, 4]],
    ['an empty text', ' \n', ['agreements.document_empty', '', 1, 1]],
    [
      'Latin-1',
      new Uint8Array([0x61, 0x3a, 0x20, 0x31, 0x0a, 0x62, 0x3a, 0x20, 0xe9]),
      ['agreements.document_not_utf8', '', 2, 1],
    ],
  ])('%s', (_name, text, finding) => {
    expect(faultsOf(read(text))).toContainEqual(finding);
  });

  it('reports every duplicate at once', () => {
    expect(faultsOf(read('a: 1\na: 2\nb: 1\nb: 2'))).toHaveLength(2);
  });

  it.each([
    ['a trailing comma', '{\n "a": 1,\n}', 3],
    ['single quotes', "{ 'a': 1 }", 1],
    ['an unquoted key', '{ a: 1 }', 1],
  ])('JSON with %s', (_name, text, line) => {
    expect(read(text, 'detect')).toMatchObject({
      ok: false,
      findings: [{ reason: 'agreements.json_malformed', line }],
    });
  });

  it('duplicate keys in JSON', () => {
    expect(faultsOf(read('{"a": 1,\n "a": 1}', 'json'))).toEqual([['agreements.duplicate_key', 'a', 2, 2]]);
  });
});

describe('places', () => {
  const text = 'a: 1\nlist:\n  - id: x\n    target: 101\n  - id: y\nb.c: 2\n';

  it.each([
    ['a', 1, 4],
    ['list', 3, 3],
    ['list[0].target', 4, 13],
    ['list[1]', 5, 5],
    ['list[1].target', 5, 5],
    ['list[7].target', 3, 3],
    ['b.c', 6, 6],
    ['missing', 1, 1],
    ['', 1, 1],
  ])('%s stands at %d:%d', (field, line, column) => {
    const reading = read(text);
    expect(reading.ok && reading.positionOf(field)).toEqual({ line, column });
  });
});

describe('limits', () => {
  const flow = (depth: number): string => `${'['.repeat(depth)}${']'.repeat(depth)}`;

  it('accepts the largest document and refuses one more byte', () => {
    const text = `a: ${'x'.repeat(MAX_DOCUMENT_BYTES - 3)}`;
    expect(read(text).ok).toBe(true);
    expect(faultsOf(read(`${text}x`))).toEqual([['agreements.document_too_large', '', 0, 0]]);
  });

  it('accepts the deepest document and refuses one level more', () => {
    expect(read(flow(MAX_JSON_DEPTH + 1)).ok).toBe(true);
    expect(faultsOf(read(flow(MAX_JSON_DEPTH + 2)))).toEqual([
      expect.arrayContaining(['agreements.document_too_deep']),
    ]);
  });

  it('accepts the most values and refuses one more', () => {
    const items = (count: number): string => `[${Array.from({ length: count }, () => '1').join(',')}]`;
    expect(read(items(MAX_VALUES - 1)).ok).toBe(true);
    expect(faultsOf(read(items(MAX_VALUES)))).toEqual([expect.arrayContaining(['agreements.too_many_values'])]);
  });

  const bomb = [
    'a0: &a0 [x]',
    ...Array.from(
      { length: 30 },
      (_, i) => `a${i + 1}: &a${i + 1} [${Array.from({ length: 10 }, () => `*a${i}`).join(', ')}]`,
    ),
  ];

  it.each([
    ['an alias bomb', bomb.join('\n'), 'agreements.too_many_values'],
    ['an alias to itself', 'a: &a [*a]', 'agreements.document_too_deep'],
    ['half a million opening brackets', '['.repeat(500_000), 'agreements.document_too_deep'],
    ['half a million dashes', '- '.repeat(500_000), 'agreements.document_too_deep'],
    ['half a million question marks', '? '.repeat(500_000), 'agreements.document_too_deep'],
    [
      'ever deeper lines',
      Array.from({ length: 1_400 }, (_, i) => `${' '.repeat(i)}a:`).join('\n'),
      'agreements.document_too_deep',
    ],
    ['very many keys', Array.from({ length: 120_000 }, (_, i) => `k${i}:`).join('\n'), 'agreements.document_too_long'],
    ['very many lines without meaning', '#\n'.repeat(500_000), 'agreements.document_too_long'],
    ['one long quoted text', `"${'\\"'.repeat(500_000)}"`, undefined],
  ])('%s costs little', (_name, text, reason) => {
    const began = performance.now();
    const reading = read(text);
    expect(performance.now() - began).toBeLessThan(3_000);
    if (reason !== undefined) expect(JSON.stringify(reading)).toContain(reason);
  });

  it('never throws, whatever the text', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...Array.from('ab:-?[]{}#&*!|>\'"%@`, \n\t\\x1é\u2028')), maxLength: 60 }),
        (text) => {
          for (const format of ['yaml', 'json', 'detect'] as const)
            expect(typeof read(text, format).ok).toBe('boolean');
        },
      ),
      { numRuns: 2_000 },
    );
  });
});
