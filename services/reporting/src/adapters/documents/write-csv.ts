import { formatMoney } from '@sla/kernel';
import { figuresOf } from '../../domain/edition.js';
import type { IssuedReport } from '../../usecases/ports.js';

const BYTE_ORDER_MARK = '\uFEFF';
const COLUMNS = [
  'objective',
  'window',
  'windowStart',
  'windowEnd',
  'revision',
  'phase',
  'verdict',
  'target',
  'attainedPercent',
  'attained',
  'low',
  'high',
  'good',
  'bad',
  'unknown',
  'excluded',
  'coverage',
  'budgetTotal',
  'budgetLeft',
  'breachedAt',
  'resultHash',
  'evidenceHash',
  'reason',
] as const;
const CREDIT_COLUMNS = ['creditId', 'creditState', 'creditAmount', 'creditLow', 'creditHigh', 'currency'] as const;

/** One line per objective, window and credit: UTF-8 with byte order mark, CRLF, RFC 4180 quoting. */
export function writeCsv({ body }: IssuedReport): string {
  const lines = body.rows.flatMap(({ finding, credits }) => {
    const figures = figuresOf(finding);
    const left = COLUMNS.map((column) => figures[column] ?? '');
    if (credits.length === 0) return [[...left, ...CREDIT_COLUMNS.map(() => '')]];
    return credits.map((credit) => {
      const money = (amountMinor: bigint): string => formatMoney({ amountMinor, currency: credit.currency });
      return [
        ...left,
        credit.creditId,
        credit.state,
        money(credit.amountMinor),
        money(credit.lowMinor),
        money(credit.highMinor),
        credit.currency,
      ];
    });
  });
  return (
    BYTE_ORDER_MARK +
    [[...COLUMNS, ...CREDIT_COLUMNS], ...lines].map((cells) => `${cells.map(cell).join(',')}\r\n`).join('')
  );
}

const NUMBER = /^-?\d+(\.\d+)?$/;

/**
 * A cell that no spreadsheet runs: text that begins with = + - @, a tab or a carriage return gets an apostrophe in front (OWASP, CSV injection).
 * Plain numbers stay numbers, negative ones included: they cannot be formulas.
 */
export function cell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) && !NUMBER.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
