import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { cell, writeCsv } from '../src/adapters/documents/write-csv.js';
import { windowsDue } from '../src/domain/contract.js';
import { contractOf, findingOf, missedBy, monthOf } from '../src/domain/web-shop.fixture.js';
import { reportOf } from './report.js';

describe('a cell', () => {
  it.each([
    ['plain text', 'plain text'],
    ['', ''],
    ['-5', '-5'],
    ['-0.25', '-0.25'],
    ['99.9', '99.9'],
    ['=1+1', "'=1+1"],
    ['+1', "'+1"],
    ['-1+1', "'-1+1"],
    ['-', "'-"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1', '"\'\t=1"'],
    ['\r=1', '"\'\r=1"'],
    ['\n=1', '"\'\n=1"'],
    [' =1', "' =1"],
    ['＝1+1', "'＝1+1"],
    ["=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"],
    ['=HYPERLINK("x")', '"\'=HYPERLINK(""x"")"'],
    ['a,b', '"a,b"'],
    ['a;b', '"a;b"'],
    ['say "hi"', '"say ""hi"""'],
    ['two\r\nlines', '"two\r\nlines"'],
    ['中文', '中文'],
    ['1/3', '1/3'],
  ])('%j is written as %j', (text, expected) => expect(cell(text)).toBe(expected));

  it('is read back as it was written, but for the apostrophe, and never begins as a formula', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('=', '+', '-', '@', '"', ',', '\r', '\n', '\t', ' ', 'a', '1') }),
        (text) => {
          const [[read = ''] = []] = parse(`${cell(text)}\r\n`);
          expect([text, `'${text}`]).toContain(read);
          if (!/^-?\d+(\.\d+)?$/.test(read)) expect(read).not.toMatch(/^\s*[=+\-@\t\r\n]/);
        },
      ),
      { numRuns: 2_000 },
    );
  });
});

/** RFC 4180. */
function parse(text: string): readonly (readonly string[])[] {
  const rows: string[][] = [];
  let [row, value, quoted] = [[] as string[], '', false];
  for (let i = 0; i < text.length; i++) {
    const c = text[i] ?? '';
    if (quoted) {
      if (c !== '"') value += c;
      else if (text[i + 1] === '"') value += text[++i];
      else quoted = false;
    } else if (c === '"') quoted = true;
    else if (c === ',') [value] = ['', row.push(value)];
    else if (c === '\r' && text[i + 1] === '\n') {
      rows.push([...row, value]);
      [row, value] = [[], ''];
      i++;
    } else value += c;
  }
  return rows;
}

describe('the CSV file', () => {
  const hostile = { en: '=HYPERLINK("http://x","y")', 'zh-CN': '@危险,"引号"\n第二行' };
  const orders = findingOf({ objectiveId: 'orders', unit: 'events', good: '1000' });
  const text = writeCsv(
    reportOf(
      [missedBy(60, { restatementReason: '-2+3' }), orders],
      { objectiveTitle: hostile },
      { more: { awaited: windowsDue([contractOf()], monthOf(4)).slice(0, 1) } },
    ),
  );
  const [heads = [], ...lines] = parse(text.slice(1));
  const column = (name: string): readonly string[] => lines.map((line) => line[heads.indexOf(name)] ?? '');

  it('begins with a byte order mark and ends every line with CRLF', () => {
    expect(Buffer.from(text).subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
    expect(text.endsWith('\r\n')).toBe(true);
    expect(text.replaceAll('\r\n', '').replaceAll('\n第二行', '')).not.toMatch(/[\r\n]/);
  });

  it('has a line for every clause, for a window without clause, and for a window without result', () => {
    expect(column('objective')).toEqual(['availability', 'availability', 'orders', 'availability']);
    expect(column('creditId')).toEqual(['availability-credit', 'availability-extra', 'orders-credit', '']);
    expect(column('creditPercent')).toEqual(['10', '5', '', '']);
    expect(column('creditAmount')).toEqual(['1200.00', '600.00', '0.00', '']);
    expect(column('phase')).toEqual(['final', 'final', 'final', 'awaited']);
    expect(column('verdict')).toEqual(['missed', 'missed', 'met', '']);
    expect(column('coverage')).toEqual(['1/1', '1/1', '1/1', '']);
  });

  it('disarms what people wrote, and leaves negative figures numbers', () => {
    expect(column('titleEn')[0]).toBe(`'${hostile.en}`);
    expect(column('titleZh')[0]).toBe(`'${hostile['zh-CN']}`);
    expect(column('reason')[0]).toBe("'-2+3");
    expect(column('budgetLeft')[0]).toBe('-921600');
  });

  it('has as many cells in every line as it has heads', () => {
    expect(new Set(lines.map((line) => line.length))).toEqual(new Set([heads.length]));
    expect(new Set(heads).size).toBe(heads.length);
  });
});
