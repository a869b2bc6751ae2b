import { parse } from 'csv-parse/sync';
import { DomainError, parseInstant, type Instant } from '@sla/kernel';
import { UsageError } from '../context.js';
import { readLines } from '../lines.js';

/** One check of a status page. */
export interface Check {
  readonly at: Instant;
  readonly slug: string;
  readonly status: 'up' | 'down' | 'degraded';
}

const REQUIRED = ['checked_at', 'slug', 'status'] as const;
const STATES = ['up', 'down', 'degraded'] as const;

/**
 * Checks of a CSV file with the columns checked_at, slug, status (others are ignored), plain or gzip.
 * @throws UsageError with file, line, field, reason and way out.
 */
export async function* readChecks(file: string): AsyncGenerator<Check> {
  let columns: readonly string[] | undefined;
  for await (const { number, text } of readLines(file)) {
    if (text === '') continue;
    const cells = cellsOf(file, number, text);
    if (columns === undefined) columns = headOf(file, cells);
    else yield checkOf(file, number, columns, cells);
  }
  if (columns === undefined)
    throw new UsageError(`${file}: the file is empty; its first line must name the columns ${REQUIRED.join(', ')}`);
}

function cellsOf(file: string, number: number, text: string): readonly string[] {
  try {
    return (parse(text, { relax_column_count: true }) as string[][])[0] ?? [];
  } catch (error) {
    throw new UsageError(
      `${file}:${number}: the line is no CSV: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

function headOf(file: string, cells: readonly string[]): readonly string[] {
  const missing = REQUIRED.filter((column) => !cells.includes(column));
  if (missing.length > 0) {
    throw new UsageError(
      `${file}:1: the column ${missing.join(', ')} is missing; the first line names ${cells.join(', ').slice(0, 200)}. Add it and run the import again.`,
    );
  }
  return cells;
}

function checkOf(file: string, number: number, columns: readonly string[], cells: readonly string[]): Check {
  const read = (column: (typeof REQUIRED)[number]): string => cells[columns.indexOf(column)] ?? '';
  const status = STATES.find((known) => known === read('status'));
  if (status === undefined)
    throw new UsageError(`${file}:${number}: status is “${read('status').slice(0, 40)}”; write up, down or degraded`);
  if (read('slug') === '') throw new UsageError(`${file}:${number}: slug is empty; it names the site`);
  try {
    return { at: parseInstant(read('checked_at')), slug: read('slug'), status };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    throw new UsageError(
      `${file}:${number}: checked_at is “${read('checked_at').slice(0, 40)}”; write RFC 3339 with an offset, for example 2026-03-01T00:00:00Z`,
    );
  }
}
