import { formatInstant, formatMoney } from '@sla/kernel';
import { figuresOf, type ReportBody, type ReportedCredit } from '../../domain/edition.js';
import type { IssuedReport } from '../../usecases/ports.js';

const BYTE_ORDER_MARK = '\uFEFF';
const FIGURES = [
  'objective',
  'titleEn',
  'titleZh',
  'window',
  'windowStart',
  'windowEnd',
  'agreementVersion',
  'agreementHash',
  'revision',
  'phase',
  'verdict',
  'atRisk',
  'target',
  'attainedPercent',
  'attained',
  'low',
  'high',
  'unit',
  'good',
  'bad',
  'unknown',
  'excluded',
  'coverage',
  'budgetTotal',
  'budgetLeft',
  'breachedAt',
  'evaluator',
  'tz',
  'resultHash',
  'evidenceHash',
  'reason',
] as const;
const CREDIT = [
  'creditId',
  'creditState',
  'creditPercent',
  'creditAmount',
  'creditLow',
  'creditHigh',
  'currency',
] as const;

type Cells = Readonly<Partial<Record<(typeof FIGURES)[number] | (typeof CREDIT)[number], string>>>;

/**
 * One line per objective, window and clause, and one with the phase `awaited` for each window of which nothing is known yet:
 * UTF-8 with byte order mark, CRLF, RFC 4180 quoting.
 */
export function writeCsv({ body }: IssuedReport): string {
  const columns = [...FIGURES, ...CREDIT];
  const lines = [...resultLines(body), ...awaitedLines(body)].map((cells) => columns.map((name) => cells[name] ?? ''));
  return BYTE_ORDER_MARK + [columns, ...lines].map((cells) => `${cells.map(cell).join(',')}\r\n`).join('');
}

function resultLines({ rows, contract }: ReportBody): readonly Cells[] {
  return rows.flatMap(({ finding, credits }) => {
    const figures = { ...figuresOf(finding), ...titlesOf(contract, finding.objectiveId) };
    return credits.length === 0 ? [figures] : credits.map((credit) => ({ ...figures, ...creditCells(credit) }));
  });
}

const awaitedLines = ({ awaited, contract }: ReportBody): readonly Cells[] =>
  awaited.map(({ objectiveId, version, window, windowLabel }) => ({
    objective: objectiveId,
    ...titlesOf(contract, objectiveId),
    window: windowLabel,
    windowStart: formatInstant(window.start),
    windowEnd: formatInstant(window.end),
    agreementVersion: String(version),
    phase: 'awaited',
  }));

function titlesOf({ terms }: ReportBody['contract'], objectiveId: string): Cells {
  const title = terms.objectives.find(({ id }) => id === objectiveId)?.title;
  return { titleEn: title?.en ?? '', titleZh: title?.['zh-CN'] ?? '' };
}

function creditCells({ creditId, state, percent, currency, amountMinor, lowMinor, highMinor }: ReportedCredit): Cells {
  const money = (minor: bigint): string => formatMoney({ amountMinor: minor, currency });
  return {
    creditId,
    creditState: state,
    creditPercent: percent,
    creditAmount: money(amountMinor),
    creditLow: money(lowMinor),
    creditHigh: money(highMinor),
    currency,
  };
}

const NUMBER = /^-?\d+(\.\d+)?$/;

/**
 * A cell that no spreadsheet runs: text that begins with = + - @, their full-width forms, a tab or a line end gets an apostrophe in front,
 * also behind leading space (OWASP, CSV injection). Plain numbers stay numbers, negative ones included: they cannot be formulas.
 */
export function cell(text: string): string {
  const safe = /^\s*[=+\-@＝＋－＠\t\r\n]/.test(text) && !NUMBER.test(text) ? `'${text}` : text;
  return /[",;\r\n\t]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
