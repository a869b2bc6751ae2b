import { afterAll, describe, expect, it } from '@jest/globals';
import { all, InputFolder, refusal } from './input.fixture.js';
import { MAX_RECORD_BYTES } from './lines.js';
import { readRecords } from './read-records.js';

const folder = new InputFolder();
afterAll(() => folder.remove());
const read = (content: string) => readRecords(folder.file('records.csv', content), ['a', 'b']);
const cells = async (content: string) => (await all(read(content))).map(({ line, cells: { a, b } }) => [line, a, b]);

describe('records of a CSV file', () => {
  it.each([
    ['by the names of the columns', 'b,x,a\n1,2,3\n', [[2, '3', '1']]],
    ['with a comma in quotes', 'a,b\n"1,5",2\n', [[2, '1,5', '2']]],
    ['with a doubled quotation mark', 'a,b\n"say ""hi""",2\n', [[2, 'say "hi"', '2']]],
    [
      'with a line end in quotes',
      'a,b\n"one\ntwo",2\n3,4\n',
      [
        [2, 'one\ntwo', '2'],
        [4, '3', '4'],
      ],
    ],
    ['with several line ends in quotes', 'a,b\n"\n\n1",2\n', [[2, '\n\n1', '2']]],
    ['with quoted heads', '"a","b"\n1,2\n', [[2, '1', '2']]],
    ['without empty lines', 'a,b\n\n1,2\n\n', [[3, '1', '2']]],
    ['with more cells than heads', 'a,b\n1,2,3\n', [[2, '1', '2']]],
    ['with a byte order mark and CRLF', '\uFEFFa,b\r\n1,2\r\n', [[2, '1', '2']]],
  ])('are read %s', async (_name, content, expected) => expect(await cells(content)).toEqual(expected));

  it.each([
    ['an empty file', '', 'cli.file_empty', undefined],
    ['a column that is missing', 'a,c\n1,2\n', 'cli.columns_missing', undefined],
    ['a column that comes twice', 'a,b,a\n1,2,3\n', 'cli.column_twice', undefined],
    ['a line that is too short', 'a,b\n1,2\n3\n', 'cli.cell_missing', 3],
    ['an empty cell', 'a,b\n,2\n', 'cli.cell_missing', 2],
    ['a quotation mark that stays open', 'a,b\n1,2\n"3,4\n5,6\n', 'cli.quote_open', 3],
    ['text after a quoted cell', 'a,b\n"1"x,2\n', 'cli.csv_malformed', 2],
  ])('%s is refused', async (_name, content, reason, line) => {
    const { fault } = await refusal(read(content));
    expect(fault.reason).toBe(reason);
    expect(fault.params['line']).toBe(line);
  });

  it('names the missing column and the ones that are there', async () => {
    const { fault } = await refusal(read('time,b\n1,2\n'));
    expect(fault.params).toMatchObject({ missing: 'a', present: 'time, b' });
  });

  it.each([
    ['at the limit', 0, true],
    ['one byte past it', 1, false],
  ])('a record of two lines %s', async (_name, more, taken) => {
    const record = `"${'x'.repeat(500_000)}\n${'y'.repeat(MAX_RECORD_BYTES - 500_000 - 5 + more)}",2`;
    const items = read(`a,b\n${record}\n`);
    if (taken) expect((await all(items)).length).toBe(1);
    else expect((await refusal(items)).fault).toMatchObject({ reason: 'cli.line_too_long', params: { line: 2 } });
  });
});
