import { measurementV1 as m, reportingV1 as r, type Timestamp } from '@sla/contracts';
import { formatDecimal, formatInstant, formatMoney, multiply, ratio, type Instant } from '@sla/kernel';
import { formatSpan, groupDigits } from '@sla/texts';
import type { Clients } from './clients.ts';
import type { Said } from './compare.ts';

type Locale = 'en' | 'zh-CN';

/** Every line of the compliance table: results as measurement has them now, titles and credits as reporting has them. */
export async function complianceRows(clients: Clients): Promise<readonly r.ComplianceRow[]> {
  const reported = new Map((await reportedRows(clients)).map((row) => [keyOf(row.determination), row]));
  const { determinations } = await clients.measurement.listDeterminations({
    agreementId: '',
    objectiveId: '',
    overlapping: undefined,
    allRevisions: false,
    pageSize: 1000,
    pageToken: '',
  });
  return determinations.map((determination) => {
    const row = reported.get(keyOf(determination));
    const titled =
      row ?? [...reported.values()].find((other) => other.determination?.objectiveId === determination.objectiveId);
    return {
      determination,
      agreementTitle: titled?.agreementTitle,
      objectiveTitle: titled?.objectiveTitle,
      credits: row?.credits ?? [],
    };
  });
}

const keyOf = (d: m.Determination | undefined): string => `${d?.agreementId}/${d?.objectiveId}/${d?.windowLabel}`;

async function reportedRows(clients: Clients): Promise<readonly r.ComplianceRow[]> {
  const rows: r.ComplianceRow[] = [];
  for (let pageToken = ''; ;) {
    const page = await clients.reporting.listCompliance({
      agreementId: '',
      overlapping: undefined,
      pageSize: 500,
      pageToken,
    });
    rows.push(...page.rows);
    if (page.nextPageToken === '') return rows;
    pageToken = page.nextPageToken;
  }
}

/** A row in the terms of the ground truth. */
export function saidOf({ determination: d, credits }: r.ComplianceRow): Said {
  if (d === undefined) throw new Error('a row without determination');
  const known = credits.length > 0 && credits.every(({ state }) => state !== r.CreditState.PENDING_REVIEW);
  const owed = credits.reduce((sum, { amount }) => sum + (amount?.amountMinor ?? 0n), 0n);
  return {
    agreement: d.agreementId,
    objective: d.objectiveId,
    window: d.windowLabel,
    good: d.good,
    bad: d.bad,
    excluded: d.excluded,
    verdict: m.Verdict[d.verdict] ?? '',
    ...(known ? { creditMinor: String(owed) } : {}),
  };
}

const HEADS: Readonly<Record<Locale, readonly string[]>> = {
  en: ['objective', 'window', 'target', 'attained', 'phase', 'verdict', 'coverage', 'budget left', 'credit'],
  'zh-CN': ['目标项', '窗口', '目标值', '达成值', '阶段', '判定', '数据覆盖', '剩余预算', '赔付'],
};
const PHASES: Readonly<Record<Locale, readonly string[]>> = {
  en: ['', 'open', 'provisional', 'final', 'restated'],
  'zh-CN': ['', '进行中', '暂定', '最终', '已重述'],
};
const VERDICTS: Readonly<Record<Locale, readonly string[]>> = {
  en: ['', '✓ met', '✗ missed', '? insufficient evidence', '! review required', '– not applicable'],
  'zh-CN': ['', '✓ 达标', '✗ 未达标', '? 证据不足', '! 需裁定', '– 不适用'],
};
const SO_FAR: Readonly<Record<Locale, string>> = { en: '○ met so far', 'zh-CN': '○ 目前达标' };
const REVIEW: Readonly<Record<Locale, string>> = { en: 'under review', 'zh-CN': '待裁定' };

/** The compliance table as aligned text. */
export function complianceTable(rows: readonly r.ComplianceRow[], locale: Locale): string {
  const lines = rows.map((row) => cells(row, locale));
  return table([HEADS[locale], ...lines]);
}

function cells({ determination: d, objectiveTitle, credits }: r.ComplianceRow, locale: Locale): readonly string[] {
  if (d === undefined) return [];
  const title = locale === 'en' ? objectiveTitle?.en : objectiveTitle?.zhCn;
  const coverage = d.coverage
    ? formatDecimal(
        multiply(ratio(BigInt(d.coverage.numerator), BigInt(d.coverage.denominator)), ratio(100n)),
        2,
        'floor',
      )
    : '–';
  const left = d.unit === m.Unit.MILLISECONDS ? formatSpan(BigInt(d.budgetLeft), locale) : groupDigits(d.budgetLeft);
  return [
    title ?? d.objectiveId,
    d.windowLabel,
    `${d.targetPercent} %`,
    d.attainedPercent === '' ? '–' : `${d.attainedPercent} %`,
    PHASES[locale][d.phase] ?? '',
    verdictText(d, locale),
    `${coverage} %`,
    left,
    credits.map((credit) => creditText(credit, locale)).join(' + ') || '–',
  ];
}

/** While a window is open its promise is not kept yet: no green mark before the time. */
const verdictText = ({ phase, verdict }: m.Determination, locale: Locale): string =>
  phase === m.Phase.OPEN && verdict === m.Verdict.MET ? SO_FAR[locale] : (VERDICTS[locale][verdict] ?? '');

function creditText(credit: r.Credit, locale: Locale): string {
  const text = (money: r.Credit['amount']): string =>
    money === undefined ? '–' : `${groupDigits(formatMoney(money))} ${money.currency}`;
  if (credit.state === r.CreditState.NONE) return '–';
  if (credit.state === r.CreditState.PENDING_REVIEW)
    return `${REVIEW[locale]} ${text(credit.low)} … ${text(credit.high)}`;
  return text(credit.amount);
}

/** Columns of a terminal: Chinese characters are two wide. */
const widthOf = (text: string): number =>
  [...text].reduce(
    (sum, c) =>
      sum +
      (/[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]/.test(c) ? 2 : 1),
    0,
  );

export function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => widthOf(row[column] ?? ''))));
  return rows
    .map((row) =>
      row
        .map((cell, i) => cell + ' '.repeat((widths[i] ?? 0) - widthOf(cell)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** The newest window that was missed, with its story. */
export async function newestBreach(
  rows: readonly r.ComplianceRow[],
  clients: Clients,
): Promise<m.ExplainResponse | undefined> {
  const missed = rows
    .map((row) => row.determination)
    .filter((d) => d !== undefined && d.verdict === m.Verdict.MISSED && d.breachedTime !== undefined);
  const [newest] = missed.sort((a, b) => Number((b?.breachedTime?.seconds ?? 0n) - (a?.breachedTime?.seconds ?? 0n)));
  if (newest === undefined) return undefined;
  const { agreementId, objectiveId, windowLabel } = newest;
  return clients.measurement.explain({ key: { agreementId, objectiveId, windowLabel, revision: 0 } });
}

/** An explanation as indented lines. */
export function storyLines(explained: m.ExplainResponse, locale: Locale): readonly string[] {
  type Node = NonNullable<m.ExplainResponse['explanation']>;
  const lines = (node: Node, depth: number): string[] => [
    `${'  '.repeat(depth)}${(locale === 'en' ? node.text?.en : node.text?.zhCn) ?? node.key}`,
    ...node.children.flatMap((child) => lines(child, depth + 1)),
  ];
  return explained.explanation === undefined ? [] : lines(explained.explanation, 0);
}

export const instantText = (time: Timestamp | undefined): string =>
  time === undefined ? '' : formatInstant((Number(time.seconds) * 1000 + time.nanos / 1e6) as Instant);
