import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from '@jest/globals';
import { all, InputFolder, refusal } from './input.fixture.js';
import { MAX_RECORD_BYTES, readLines } from './lines.js';

const folder = new InputFolder();
afterAll(() => folder.remove());

const texts = async (file: string): Promise<readonly string[]> => (await all(readLines(file))).map(({ text }) => text);

describe('lines of a file', () => {
  it.each<[string, string | Uint8Array, string, readonly string[]]>([
    ['plain', 'a\nb\n', 'a.csv', ['a', 'b']],
    ['without a last line end', 'a\nb', 'b.csv', ['a', 'b']],
    ['with CRLF', 'a\r\nb\r\n', 'c.csv', ['a', 'b']],
    ['with a byte order mark', '\uFEFFa\nb\n', 'd.csv', ['a', 'b']],
    ['gzip', gzipSync('a\nb\n'), 'e.csv.gz', ['a', 'b']],
    ['Chinese', '网店\n结账\n', 'f.csv', ['网店', '结账']],
    ['empty', '', 'g.csv', []],
  ])('%s', async (_name, content, name, expected) => {
    expect(await texts(folder.file(name, content))).toEqual(expected);
  });

  it('joins characters that the system reads in two pieces', async () => {
    const line = '码'.repeat(40_000);
    expect(await texts(folder.file('pieces.csv', `${line}\n${line}\n`))).toEqual([line, line]);
  });

  it.each([
    ['at the limit', MAX_RECORD_BYTES, true],
    ['one byte past it', MAX_RECORD_BYTES + 1, false],
  ])('a line %s', async (_name, bytes, taken) => {
    for (const end of ['\n', '']) {
      const file = folder.file('long.csv', `head\n${'x'.repeat(bytes)}${end}`);
      if (taken) expect((await texts(file)).length).toBe(2);
      else
        expect((await refusal(readLines(file))).fault).toMatchObject({
          reason: 'cli.line_too_long',
          params: { line: 2 },
        });
    }
  });

  it('refuses a line of 100 MB without holding it', async () => {
    const file = folder.path('huge.csv');
    const out = createWriteStream(file);
    const piece = Buffer.alloc(1_000_000, 'x');
    for (let i = 0; i < 100; i++) if (!out.write(piece)) await once(out, 'drain');
    out.end();
    await once(out, 'finish');
    const before = process.memoryUsage().rss;
    const { fault } = await refusal(readLines(file));
    expect(fault.reason).toBe('cli.line_too_long');
    expect(process.memoryUsage().rss - before).toBeLessThan(50 * 1_048_576);
  });

  it('refuses a gzip of little size and one endless line', async () => {
    const { fault } = await refusal(readLines(folder.file('bomb.csv.gz', gzipSync(Buffer.alloc(64 * 1_048_576)))));
    expect(fault.reason).toBe('cli.line_too_long');
  });

  it('says at which line a truncated gzip ends, after the lines before it', async () => {
    const lines = Array.from({ length: 20_000 }, (_, i) => `line ${i} ${(i * 2_654_435_761) % 4_294_967_296}`);
    const whole = gzipSync(lines.join('\n'));
    const { before, fault } = await refusal(readLines(folder.file('cut.csv.gz', whole.subarray(0, whole.length / 2))));
    expect(fault.reason).toBe('cli.gzip_truncated');
    expect(before.map(({ text }) => text)).toEqual(lines.slice(0, before.length));
    expect(before.length).toBeGreaterThan(1_000);
    expect(fault.params['line']).toBe(before.length + 1);
  });

  it.each<[string, string, string]>([
    ['a gzip that is none', 'text.csv.gz', 'cli.gzip_broken'],
    ['a file that is not there', 'absent.csv', 'cli.no_file'],
    ['a folder', '.', 'cli.file_is_folder'],
  ])('refuses %s', async (_name, name, reason) => {
    folder.file('text.csv.gz', 'plain text');
    expect((await refusal(readLines(folder.path(name)))).fault.reason).toBe(reason);
  });
});
