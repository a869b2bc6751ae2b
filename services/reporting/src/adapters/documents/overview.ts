import type { LocalizedText } from '@sla/engine';
import type { Instant } from '@sla/kernel';
import type { CreditState } from '../../domain/booking.js';
import type { ReportBody, ReportedCredit, ReportRow } from '../../domain/edition.js';
import { isSettled, type Finding } from '../../domain/finding.js';
import type { IssuedReport } from '../../usecases/ports.js';
import {
  amount,
  both,
  code,
  escape,
  localDate,
  localTime,
  money,
  NONE,
  percentOf,
  percentText,
  section,
  table,
  verdict,
  word,
} from './html.js';

export type Titles = (objectiveId: string) => LocalizedText;

/** Who, what and when, and the result in four numbers. What is not decided is counted as not decided, never as kept. */
export function pageHeader(report: IssuedReport): string {
  const { body, edition, issuedAt, reason } = report;
  const { contract, period, span, complete } = body;
  const { title, parties, timeZone } = contract.terms;
  const names = parties.map(({ role, name }) => `<div><dt>${word(role)}</dt><dd>${both(name)}</dd></div>`).join('');
  const days = `${localDate(timeZone, span.start)} – ${localDate(timeZone, (span.end - 1) as Instant)}`;
  const why = reason === '' ? '' : `<p class="why">${word('why_now')} ${escape(reason)}</p>`;
  const state = complete
    ? `<span class="state done">${word('complete')}</span>`
    : `<span class="state">${word('incomplete')}</span>`;
  return `<header><p class="eyebrow">${word('report')} ${escape(period)} · ${word('edition')} ${edition} ${state}</p><h1>${both(title)}</h1>
<dl class="facts">${names}<div><dt>${word('period')}</dt><dd>${days} <small>${escape(timeZone)}</small></dd></div><div><dt>${word('issued')}</dt><dd>${localTime(timeZone, issuedAt)}</dd></div></dl>${why}
${numbers(body)}</header>`;
}

function numbers({ rows, awaited, bookings }: ReportBody): string {
  const all = rows.length + awaited.length;
  const count = (...verdicts: readonly string[]): number =>
    rows.filter(({ finding }) => isSettled(finding) && verdicts.includes(finding.verdict)).length;
  const [kept, missed, none] = [count('met'), count('missed'), count('not_applicable')];
  const unknown = all - kept - missed - none;
  const card = (kind: string, figure: string, name: string, note = ''): string =>
    `<div class="${kind}"><b>${figure}</b><span>${name}</span>${note === '' ? '' : `<small>${note}</small>`}</div>`;
  const booked = sums(
    bookings.map((e) => [e.currency, e.creditAccount.startsWith('customer/') ? e.amountMinor : -e.amountMinor]),
  );
  const credits = rows.flatMap((row) => row.credits);
  return `<div class="numbers">${[
    card('kept', `${kept} <i>${word('of')} ${all}</i>`, word('kpi_kept')),
    card(missed > 0 ? 'bad' : '', String(missed), word('kpi_missed')),
    card(unknown > 0 ? 'open' : '', String(unknown), word('kpi_unknown'), unknown > 0 ? word('kpi_unknown_note') : ''),
    card('', booked.join('<br>') || NONE, word('kpi_booked'), outstanding(credits)),
  ].join('')}</div>`;
}

/** What may still come: expected amounts, and the range of what is under review. */
function outstanding(credits: readonly ReportedCredit[]): string {
  const of = (state: CreditState, minor: (credit: ReportedCredit) => bigint): readonly string[] =>
    sums(credits.filter((credit) => credit.state === state).map((credit) => [credit.currency, minor(credit)]));
  const expected = of('expected', (credit) => credit.amountMinor);
  const [low, high] = [of('pending_review', (c) => c.lowMinor), of('pending_review', (c) => c.highMinor)];
  return [
    ...expected.map((sum) => `${word('kpi_expected')} ${sum}`),
    ...high.map((sum, i) => `${word('kpi_review')} ${low[i] ?? ''} … ${sum}`),
  ].join('<br>');
}

/** Sums of amounts by currency, in order of currency. */
export function sums(amounts: readonly (readonly [currency: string, minor: bigint])[]): readonly string[] {
  const byCurrency = new Map<string, bigint>();
  for (const [currency, minor] of amounts) byCurrency.set(currency, (byCurrency.get(currency) ?? 0n) + minor);
  return [...byCurrency].sort(([a], [b]) => (a < b ? -1 : 1)).map(([currency, minor]) => money(minor, currency));
}

/** The compliance table: a line for every objective and window, also for those of which nothing is known yet. */
export function compliance({ rows, awaited }: ReportBody, titles: Titles): string {
  const known = rows.map((row) => complianceLine(row, titles));
  const unknown = awaited.map(({ objectiveId, windowLabel, version }) => [
    named(titles(objectiveId), { windowLabel, version }),
    NONE,
    NONE,
    verdict('awaited'),
    word('phase_awaited'),
    percentOf(undefined),
    NONE,
    NONE,
  ]);
  const columns = [
    { head: 'objective' },
    { head: 'target', numeric: true },
    { head: 'attained', numeric: true },
    { head: 'verdict' },
    { head: 'phase' },
    { head: 'coverage', numeric: true },
    { head: 'budget_left', numeric: true },
    { head: 'credit', numeric: true },
  ] as const;
  return section(word('compliance'), table(columns, [...known, ...unknown]));
}

/** The promise and the window, with the version of the agreement: within one month two versions may follow each other. */
const named = (title: LocalizedText, { windowLabel, version }: Pick<Finding, 'windowLabel' | 'version'>): string =>
  `${both(title)}<small>${escape(windowLabel)} · v${version}</small>`;

function complianceLine({ finding: f, credits }: ReportRow, titles: Titles): readonly string[] {
  const risk = f.atRisk ? `<small class="risk">${word('at_risk')}</small>` : '';
  return [
    named(titles(f.objectiveId), f),
    percentText(f.target),
    percentText(f.attainedPercent),
    verdict(f.verdict, isSettled(f)),
    `${word(`phase_${f.phase}`)}${risk}`,
    percentOf(f.coverage),
    amount(f.unit, f.budgetLeft),
    creditLines(credits),
  ];
}

/** Every clause with its name where there are several; a dash where nothing is owed. */
function creditLines(credits: readonly ReportedCredit[]): string {
  const owed = credits.filter(({ state }) => state !== 'none');
  const line = (credit: ReportedCredit): string => {
    const name = credits.length > 1 ? `<small>${escape(credit.creditId)}</small>` : '';
    const state = credit.state === 'issued' ? '' : `<small>${word(`credit_${credit.state}`)}</small>`;
    return `<span class="line">${creditAmount(credit)}${name}${state}</span>`;
  };
  return owed.map(line).join('') || NONE;
}

export const creditAmount = ({ state, amountMinor, lowMinor, highMinor, currency }: ReportedCredit): string =>
  state === 'pending_review'
    ? `${money(lowMinor, currency)} … ${money(highMinor, currency)}`
    : money(amountMinor, currency);

/** Every clause of every window, whether it owes something or not. Empty when the agreement has no clauses. */
export function credits({ rows }: ReportBody, titles: Titles): string {
  const all = rows.flatMap(({ finding, credits: list }) => list.map((credit) => ({ finding, credit })));
  if (all.length === 0) return '';
  const lines = all.map(({ finding, credit }) => [
    code(credit.creditId),
    named(titles(finding.objectiveId), finding),
    percentText(credit.percent),
    word(`credit_${credit.state}`),
    credit.state === 'none' ? NONE : creditAmount(credit),
  ]);
  const booked = sums(
    all.filter(({ credit }) => credit.state === 'issued').map(({ credit }) => [credit.currency, credit.amountMinor]),
  );
  const foot = booked.map((sum) => [word('sum'), '', '', word('credit_issued'), `<b>${sum}</b>`]);
  const columns = [
    { head: 'clause' },
    { head: 'objective' },
    { head: 'share', numeric: true },
    { head: 'state' },
    { head: 'amount', numeric: true },
  ] as const;
  return section(word('credits'), table(columns, lines, foot));
}

/** What was booked for the windows of the report, oldest first. */
export function ledger({ bookings, contract }: ReportBody): string {
  const note = `<p class="note">${word(bookings.length === 0 ? 'ledger_empty' : 'ledger_note')}</p>`;
  const short = (id: string): string =>
    id === '' ? NONE : `<code title="${escape(id)}">${escape(id.slice(0, 8))}</code>`;
  const lines = bookings.map((entry) => [
    `${short(entry.id)}<small>${localTime(contract.terms.timeZone, entry.bookedAt)}</small>`,
    `${escape(entry.creditId)}<small>${escape(entry.windowLabel)} · ${word('revision')} ${entry.determinationRevision}</small>`,
    escape(entry.debitAccount),
    escape(entry.creditAccount),
    money(entry.amountMinor, entry.currency),
    `${short(entry.corrects)}${entry.reason === '' ? '' : `<small>${escape(entry.reason)}</small>`}`,
  ]);
  const columns = [
    { head: 'booked_at' },
    { head: 'clause' },
    { head: 'from_account' },
    { head: 'to_account' },
    { head: 'amount', numeric: true },
    { head: 'corrects' },
  ] as const;
  return section(word('ledger'), note + (lines.length === 0 ? '' : table(columns, lines)));
}
