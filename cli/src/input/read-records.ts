import { parse } from 'csv-parse/sync';
import { DomainError } from '@sla/kernel';
import { MAX_RECORD_BYTES, readLines } from './lines.js';

/** A place in a file, for messages. */
export interface Place {
  readonly file: string;
  /** From 1; the first line of a record that has several. */
  readonly line: number;
}

/** A record of a CSV file with the named columns. */
export interface CsvRecord<Column extends string> extends Place {
  readonly cells: Readonly<Record<Column, string>>;
}

/**
 * Records of a CSV file (RFC 4180: quoted cells may hold commas and line ends) by the columns that its first line names; other columns are ignored.
 * Empty lines are none.
 * @throws DomainError with file, line, reason and way out.
 */
export async function* readRecords<Column extends string>(
  file: string,
  columns: readonly Column[],
): AsyncGenerator<CsvRecord<Column>> {
  let places: ReadonlyMap<Column, number> | undefined;
  for await (const { line, text } of wholeRecords(file)) {
    if (text === '') continue;
    const cells = cellsOf({ file, line }, text);
    if (places === undefined) places = headOf(file, columns, cells);
    else yield { file, line, cells: pick({ file, line }, places, cells) };
  }
  if (places === undefined)
    throw new DomainError('invalid_argument', 'cli.file_empty', { file, columns: columns.join(', ') });
}

/** Lines, joined where a quotation mark is still open at their end. */
async function* wholeRecords(file: string): AsyncGenerator<{ readonly line: number; readonly text: string }> {
  let open: { line: number; texts: string[]; bytes: number } | undefined;
  for await (const { number, text, bytes } of readLines(file)) {
    const odd = (text.split('"').length - 1) % 2 === 1;
    if (open === undefined && !odd) {
      yield { line: number, text };
      continue;
    }
    open ??= { line: number, texts: [], bytes: -1 };
    const begun = open.texts.length > 0;
    open.texts.push(text);
    open.bytes += bytes + 1;
    if (open.bytes > MAX_RECORD_BYTES)
      throw new DomainError('invalid_argument', 'cli.line_too_long', { file, line: open.line, max: MAX_RECORD_BYTES });
    if (!begun || !odd) continue;
    yield { line: open.line, text: open.texts.join('\n') };
    open = undefined;
  }
  if (open !== undefined) throw new DomainError('invalid_argument', 'cli.quote_open', { file, line: open.line });
}

function cellsOf(place: Place, text: string): readonly string[] {
  if (!text.includes('"')) return text.split(',');
  try {
    return (parse(text, { relax_column_count: true }) as string[][])[0] ?? [];
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new DomainError('invalid_argument', 'cli.csv_malformed', { ...place, why });
  }
}

function headOf<Column extends string>(
  file: string,
  columns: readonly Column[],
  cells: readonly string[],
): ReadonlyMap<Column, number> {
  const missing = columns.filter((column) => !cells.includes(column));
  if (missing.length > 0) {
    const present = cells.join(', ').slice(0, 200);
    throw new DomainError('invalid_argument', 'cli.columns_missing', { file, missing: missing.join(', '), present });
  }
  const twice = columns.find((column) => cells.indexOf(column) !== cells.lastIndexOf(column));
  if (twice !== undefined) throw new DomainError('invalid_argument', 'cli.column_twice', { file, column: twice });
  return new Map(columns.map((column) => [column, cells.indexOf(column)]));
}

function pick<Column extends string>(
  place: Place,
  places: ReadonlyMap<Column, number>,
  cells: readonly string[],
): Readonly<Record<Column, string>> {
  const picked = [...places].map(([column, at]): [Column, string] => {
    const cell = cells[at];
    if (cell === undefined || cell === '')
      throw new DomainError('invalid_argument', 'cli.cell_missing', { ...place, column });
    return [column, cell];
  });
  return Object.fromEntries(picked) as Record<Column, string>;
}
