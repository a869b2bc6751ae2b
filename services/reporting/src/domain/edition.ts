import type { Explanation } from '@sla/engine';
import { formatInstant, formatMoney, formatRatio, type CanonicalValue, type Instant, type Ratio } from '@sla/kernel';
import type { CreditState } from './booking.js';
import type { Contract } from './contract.js';
import type { Finding } from './finding.js';

export const REPORT_SCHEMA = 'sla-suite/report/v1';

/** A credit as a report shows it. */
export interface ReportedCredit {
  readonly creditId: string;
  readonly state: CreditState;
  readonly amountMinor: bigint;
  readonly lowMinor: bigint;
  readonly highMinor: bigint;
  readonly currency: string;
  readonly percent: string;
  readonly explanation: Explanation;
}

/** A line of a report: an objective in a window, with its story. */
export interface ReportRow {
  readonly finding: Finding;
  readonly explanation: Explanation;
  readonly credits: readonly ReportedCredit[];
}

/** What a report says, without its number and date: two reports that say the same have the same body. */
export interface ReportBody {
  readonly contract: Contract;
  readonly period: string;
  readonly span: { readonly start: Instant; readonly end: Instant };
  readonly complete: boolean;
  readonly rows: readonly ReportRow[];
}

/** One difference between two editions. */
export interface Difference {
  readonly objectiveId: string;
  readonly windowLabel: string;
  readonly figure: string;
  readonly before: string;
  readonly after: string;
  readonly reason: string;
}

const fraction = (value: Ratio | undefined): string => (value === undefined ? '' : formatRatio(value));

/** The body as canonical data: what is hashed, kept and compared. */
export function bodyRecord(body: ReportBody): { readonly [key: string]: CanonicalValue } {
  const { contract, period, span, complete, rows } = body;
  return {
    schema: REPORT_SCHEMA,
    agreement: {
      id: contract.agreementId,
      version: contract.version,
      contentHash: contract.contentHash,
      title: { ...contract.terms.title },
      parties: contract.terms.parties.map(({ id, role, name }) => ({ id, role, name: { ...name } })),
    },
    period: {
      label: period,
      start: formatInstant(span.start),
      end: formatInstant(span.end),
      timeZone: contract.terms.timeZone,
    },
    complete,
    rows: rows.map(rowRecord),
  };
}

function rowRecord({ finding: f, explanation, credits }: ReportRow): { readonly [key: string]: CanonicalValue } {
  return {
    ...figuresOf(f),
    explanation: treeRecord(explanation),
    credits: credits.map((credit) => ({
      id: credit.creditId,
      state: credit.state,
      amount: formatMoney({ amountMinor: credit.amountMinor, currency: credit.currency }),
      low: formatMoney({ amountMinor: credit.lowMinor, currency: credit.currency }),
      high: formatMoney({ amountMinor: credit.highMinor, currency: credit.currency }),
      currency: credit.currency,
      percent: credit.percent,
      explanation: treeRecord(credit.explanation),
    })),
  };
}

const treeRecord = ({ key, params, children }: Explanation): { readonly [key: string]: CanonicalValue } => ({
  key,
  params: { ...params },
  children: children.map(treeRecord),
});

/** Figures of a line by name; differences between editions are told in these words. */
export function figuresOf(f: Finding): Readonly<Record<string, string>> {
  return {
    objective: f.objectiveId,
    window: f.windowLabel,
    windowStart: formatInstant(f.window.start),
    windowEnd: formatInstant(f.window.end),
    revision: String(f.revision),
    phase: f.phase,
    verdict: f.verdict,
    target: f.target,
    attained: fraction(f.attained),
    attainedPercent: f.attainedPercent,
    low: fraction(f.low),
    high: fraction(f.high),
    good: f.good,
    bad: f.bad,
    unknown: f.unknown,
    excluded: f.excluded,
    coverage: fraction(f.coverage),
    budgetTotal: f.budgetTotal,
    budgetLeft: f.budgetLeft,
    breachedAt: f.breachedAt === undefined ? '' : formatInstant(f.breachedAt),
    evaluator: f.evaluator,
    tz: f.tz,
    evidenceHash: f.evidenceHash,
    resultHash: f.resultHash,
    reason: f.restatementReason,
  };
}

/** Figures whose change is worth telling; hashes follow from the others. */
const COMPARED = [
  'phase',
  'verdict',
  'target',
  'attainedPercent',
  'good',
  'bad',
  'unknown',
  'excluded',
  'coverage',
  'budgetLeft',
  'breachedAt',
];

interface ComparedRow {
  readonly objectiveId: string;
  readonly windowLabel: string;
  readonly figures: Readonly<Record<string, string>>;
  readonly reason: string;
}

/** What differs between two editions, in order of objectives and windows. */
export function differencesBetween(
  before: readonly ComparedRow[],
  after: readonly ComparedRow[],
): readonly Difference[] {
  const keyOf = (row: ComparedRow): string => `${row.objectiveId}/${row.windowLabel}`;
  const [old, now] = [new Map(before.map((row) => [keyOf(row), row])), new Map(after.map((row) => [keyOf(row), row]))];
  return [...new Set([...old.keys(), ...now.keys()])].sort().flatMap((key) => {
    const [was, is] = [old.get(key), now.get(key)];
    const { objectiveId, windowLabel } = (is ?? was) as ComparedRow;
    const figures = [
      ...COMPARED,
      ...Object.keys({ ...was?.figures, ...is?.figures }).filter((name) => name.startsWith('credit ')),
    ];
    return figures
      .map((figure) => ({
        objectiveId,
        windowLabel,
        figure,
        before: was?.figures[figure] ?? '',
        after: is?.figures[figure] ?? '',
        reason: is?.reason ?? '',
      }))
      .filter((difference) => difference.before !== difference.after);
  });
}

/** A line as it is compared: its figures and its credits. */
export const comparedRow = ({ finding, credits }: ReportRow): ComparedRow => ({
  objectiveId: finding.objectiveId,
  windowLabel: finding.windowLabel,
  figures: {
    ...figuresOf(finding),
    ...Object.fromEntries(
      credits.map((c) => [
        `credit ${c.creditId}`,
        `${formatMoney({ amountMinor: c.amountMinor, currency: c.currency })} ${c.currency}`,
      ]),
    ),
  },
  reason: finding.restatementReason,
});

export type { ComparedRow };
