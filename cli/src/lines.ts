import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { UsageError } from './context.js';

/** Longest line of an import, in bytes: longer ones are no samples. */
export const MAX_LINE_BYTES = 1_048_576;

export interface Line {
  readonly number: number;
  readonly text: string;
}

/**
 * Lines of a file, plain or gzip, without ever holding more than one of them.
 * @throws UsageError for a line that is too long, naming file and line, before anything of it is used.
 */
export async function* readLines(file: string): AsyncGenerator<Line> {
  const raw = createReadStream(file);
  const source = file.endsWith('.gz') ? raw.pipe(createGunzip()) : raw;
  raw.on('error', (error) => source.destroy(error));
  let rest: Buffer = Buffer.alloc(0);
  let number = 0;
  for await (const chunk of source as AsyncIterable<Buffer>) {
    let from = 0;
    for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, from)) {
      yield { number: ++number, text: lineText(Buffer.concat([rest, chunk.subarray(from, at)]), number) };
      rest = Buffer.alloc(0);
      from = at + 1;
    }
    rest = Buffer.concat([rest, chunk.subarray(from)]);
    if (rest.length > MAX_LINE_BYTES) {
      throw new UsageError(
        `${file}:${number + 1}: the line is longer than ${MAX_LINE_BYTES} bytes; this is no file of checks. Nothing of the line was sent.`,
      );
    }
  }
  if (rest.length > 0) yield { number: ++number, text: lineText(rest, number) };
}

function lineText(bytes: Buffer, number: number): string {
  const text = bytes.toString('utf8').replace(/\r$/, '');
  return number === 1 ? text.replace(/^\uFEFF/, '') : text;
}
