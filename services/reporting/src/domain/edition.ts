import type { Explanation } from '@sla/engine';
import {
  canonicalJson,
  formatInstant,
  formatMoney,
  formatRatio,
  sha256Hex,
  type CanonicalValue,
  type Digest,
  type Interval,
  type Ratio,
} from '@sla/kernel';
import type { CreditState, LedgerEntry } from './booking.js';
import type { Contract, DueWindow } from './contract.js';
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
  readonly span: Interval;
  /** True when every window that ends in the period is settled. */
  readonly complete: boolean;
  readonly rows: readonly ReportRow[];
  /** Windows that end in the period and of which measurement has said nothing yet: unknown, not kept. */
  readonly awaited: readonly DueWindow[];
  /** What the ledger holds for the windows of the rows, oldest first. */
  readonly bookings: readonly LedgerEntry[];
}

/** One difference between two editions. */
export interface Difference {
  /** Empty for what concerns the report as a whole. */
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
  const { contract, period, span, complete, rows, awaited, bookings } = body;
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
    awaited: awaited.map(({ objectiveId, version, window, windowLabel }) => ({
      objective: objectiveId,
      agreementVersion: String(version),
      window: windowLabel,
      windowStart: formatInstant(window.start),
      windowEnd: formatInstant(window.end),
    })),
    ledger: bookings.map(bookingRecord),
  };
}

const bookingRecord = (entry: LedgerEntry): { readonly [key: string]: CanonicalValue } => ({
  id: entry.id,
  credit: entry.creditId,
  objective: entry.objectiveId,
  window: entry.windowLabel,
  windowStart: formatInstant(entry.windowStart),
  debit: entry.debitAccount,
  creditAccount: entry.creditAccount,
  amount: formatMoney(entry),
  currency: entry.currency,
  revision: String(entry.determinationRevision),
  resultHash: entry.resultHash,
  corrects: entry.corrects,
  reason: entry.reason,
  bookedAt: formatInstant(entry.bookedAt),
});

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
    agreementVersion: String(f.version),
    agreementHash: f.contentHash,
    revision: String(f.revision),
    phase: f.phase,
    verdict: f.verdict,
    atRisk: String(f.atRisk),
    target: f.target,
    attained: fraction(f.attained),
    attainedPercent: f.attainedPercent,
    low: fraction(f.low),
    high: fraction(f.high),
    unit: f.unit,
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

/** Figures whose change is told whenever it happens. */
const TOLD = [
  'windowEnd',
  'agreementVersion',
  'revision',
  'phase',
  'verdict',
  'atRisk',
  'target',
  'attainedPercent',
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
] as const;
/** Figures that follow from others or from the program: told where nothing else of the line differs. */
const FOLLOWING = [
  'window',
  'agreementHash',
  'attained',
  'unit',
  'evaluator',
  'tz',
  'evidenceHash',
  'resultHash',
  'reason',
  'storyHash',
] as const;

/** A line as it is compared with the line of the edition before. */
export interface ComparedRow {
  readonly objectiveId: string;
  readonly windowLabel: string;
  readonly figures: Readonly<Record<string, string>>;
  readonly reason: string;
}

/** What differs between two editions: the report as a whole first, then in order of objectives and windows. */
export function differencesBetween(
  before: readonly ComparedRow[],
  after: readonly ComparedRow[],
): readonly Difference[] {
  // Two versions may share the label of a month; their windows begin at different instants.
  const keyOf = ({ objectiveId, figures }: ComparedRow): string => `${objectiveId}\n${figures['windowStart'] ?? ''}`;
  const [old, now] = [new Map(before.map((row) => [keyOf(row), row])), new Map(after.map((row) => [keyOf(row), row]))];
  const keys = [...new Set([...old.keys(), ...now.keys()])].sort();
  return keys.flatMap((key) => rowDifferences(old.get(key), now.get(key)));
}

function rowDifferences(was: ComparedRow | undefined, is: ComparedRow | undefined): readonly Difference[] {
  const row = is ?? was;
  if (row === undefined) return [];
  const { objectiveId, windowLabel } = row;
  const own = Object.keys({ ...was?.figures, ...is?.figures }).filter((name) => !FIXED.has(name));
  const differing = (figures: readonly string[]): readonly Difference[] =>
    figures
      .map((figure) => ({
        objectiveId,
        windowLabel,
        figure,
        before: was?.figures[figure] ?? '',
        after: is?.figures[figure] ?? '',
        reason: is?.reason ?? '',
      }))
      .filter((difference) => difference.before !== difference.after);
  const told = differing([...TOLD, ...own.sort()]);
  return told.length > 0 ? told : differing(FOLLOWING);
}

/** Every figure of a line but its credits and those of the report as a whole, which have names of their own. */
const FIXED: ReadonlySet<string> = new Set([...TOLD, ...FOLLOWING, 'objective', 'windowStart']);

/** The report as it is compared: itself as a whole, then its lines. Two bodies that differ compare as different. */
export const comparedRows = (body: ReportBody, digest: Digest): readonly ComparedRow[] => [
  comparedReport(body, digest),
  ...body.rows.map((row) => comparedRow(row, digest)),
];

function comparedReport({ contract, complete, awaited, bookings, rows }: ReportBody, digest: Digest): ComparedRow {
  const newest = rows.map(({ finding }) => finding.restatementReason).findLast((reason) => reason !== '');
  return {
    objectiveId: '',
    windowLabel: '',
    figures: {
      'report agreement': `v${contract.version} ${contract.contentHash}`,
      'report complete': String(complete),
      'report awaited': awaited.map(({ objectiveId, windowLabel }) => `${objectiveId} ${windowLabel}`).join(', '),
      'report bookings': String(bookings.length),
      storyHash: sha256Hex(digest, canonicalJson(bookings.map(bookingRecord))),
    },
    reason: newest ?? '',
  };
}

const comparedRow = ({ finding, credits, explanation }: ReportRow, digest: Digest): ComparedRow => ({
  objectiveId: finding.objectiveId,
  windowLabel: finding.windowLabel,
  figures: {
    ...figuresOf(finding),
    ...Object.fromEntries(credits.map((credit) => [`credit ${credit.creditId}`, creditText(credit)])),
    storyHash: sha256Hex(
      digest,
      canonicalJson([explanation, ...credits.map((credit) => credit.explanation)].map(treeRecord)),
    ),
  },
  reason: finding.restatementReason,
});

function creditText({ state, amountMinor, lowMinor, highMinor, currency, percent }: ReportedCredit): string {
  const money = (minor: bigint): string => formatMoney({ amountMinor: minor, currency });
  const amount = state === 'pending_review' ? `${money(lowMinor)}…${money(highMinor)}` : money(amountMinor);
  return `${state} ${amount} ${currency}${percent === '' ? '' : ` (${percent} %)`}`;
}
