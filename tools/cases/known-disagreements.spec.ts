import { describe, expect, it } from '@jest/globals';
import { isDocumented, keyOf, readDisagreements } from './known-disagreements.ts';

const question = { kind: 'due', start: '2026-01-01', expected: { due: 1 } };
const document = `# Known

Words about \`0123456789abcdef\` that are no row.

## one-for-zero: 1 stored where 0 is meant

| case | published |
|---|---|
| \`${keyOf(question)}\` | 1 |

## other: something else
`;
const result = { id: 'x', agree: false, expected: '1', got: '0', inputs: question };

describe('known disagreements', () => {
  const known = readDisagreements(document);

  it.each([
    ['a question that is listed', result, true],
    [
      'the same question with its members in another order',
      { ...result, inputs: { expected: { due: 1 }, start: '2026-01-01', kind: 'due' } },
      true,
    ],
    ['another question under the same id', { ...result, inputs: { ...question, start: '2026-01-02' } }, false],
    ['another published answer', { ...result, inputs: { ...question, expected: { due: 2 } } }, false],
    ['a wrong rule that is listed', { ...result, inputs: {}, reason: 'other' }, true],
    ['a wrong rule that is not', { ...result, inputs: {}, reason: 'unheard-of' }, false],
  ])('%s', (_name, each, documented) => expect(isDocumented(known, each)).toBe(documented));

  it('a row without a reason, or one that comes twice, is a fault of the document', () => {
    const row = `| \`${keyOf(question)}\` |`;
    expect(() => readDisagreements(row)).toThrow('stands under no reason');
    expect(() => readDisagreements(`## a: b\n${row}\n${row}`)).toThrow('listed twice');
  });
});
