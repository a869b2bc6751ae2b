import { createReadStream } from 'node:fs';
import { pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { DomainError } from '@sla/kernel';
import { codeOf, fileFault } from './files.js';

/** Longest line, and longest record of several lines, of an import, in bytes: longer ones are no samples. */
export const MAX_RECORD_BYTES = 1_048_576;

export interface Line {
  readonly number: number;
  readonly text: string;
  /** Bytes of the line without its end. */
  readonly bytes: number;
}

/**
 * Lines of a file, plain or gzip, without ever holding more than one of them.
 * @throws DomainError for a line that is too long, before anything of it is used, and for a file that cannot be read to its end.
 */
export async function* readLines(file: string): AsyncGenerator<Line> {
  let rest: Buffer = Buffer.alloc(0);
  let number = 0;
  const lineOf = (bytes: Buffer): Line => {
    number++;
    if (bytes.length > MAX_RECORD_BYTES)
      throw new DomainError('invalid_argument', 'cli.line_too_long', { file, line: number, max: MAX_RECORD_BYTES });
    return { number, text: textOf(bytes, number), bytes: bytes.length };
  };
  const source = open(file);
  try {
    for await (const chunk of source as AsyncIterable<Buffer>) {
      let from = 0;
      for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, from)) {
        yield lineOf(Buffer.concat([rest, chunk.subarray(from, at)]));
        rest = Buffer.alloc(0);
        from = at + 1;
      }
      rest = Buffer.concat([rest, chunk.subarray(from)]);
      if (rest.length > MAX_RECORD_BYTES) lineOf(rest);
    }
  } catch (error) {
    throw readingFault(error, file, number + 1);
  } finally {
    source.destroy();
  }
  if (rest.length > 0) yield lineOf(rest);
}

function open(file: string): Readable {
  const raw = createReadStream(file);
  if (!file.endsWith('.gz')) return raw;
  // Failures reach the reader of the last stream; the callback is all that is left to say.
  return pipeline(raw, createGunzip(), () => undefined);
}

function readingFault(error: unknown, file: string, line: number): unknown {
  const code = codeOf(error);
  if (code === 'Z_BUF_ERROR') return new DomainError('invalid_argument', 'cli.gzip_truncated', { file, line });
  if (code === 'Z_DATA_ERROR') return new DomainError('invalid_argument', 'cli.gzip_broken', { file });
  return fileFault(error, file);
}

function textOf(bytes: Buffer, number: number): string {
  const text = bytes.toString('utf8').replace(/\r$/, '');
  return number === 1 ? text.replace(/^\uFEFF/, '') : text;
}
