import { compare, formatRatio, parseInstant, parseRatio, type Ratio } from '@sla/kernel';
import type { Difference, ReportBody, ReportRow } from '../../domain/edition.js';
import { isSettled, type Finding } from '../../domain/finding.js';
import type { IssuedReport } from '../../usecases/ports.js';
import { burnDown } from './burn-down.js';
import {
  amount,
  both,
  code,
  escape,
  localTime,
  NONE,
  percentOf,
  percentText,
  section,
  table,
  tree,
  verdict,
  word,
} from './html.js';
import type { Titles } from './overview.js';
import { FIGURES, WORDS, type Word } from './words.js';

/** The story of one objective in one window: the line of its budget, its figures, why, and what is owed for it. */
export function objectiveDetails(row: ReportRow, titles: Titles, timeZone: string): string {
  const { finding: f, explanation, credits } = row;
  const owed = credits.filter((credit) => credit.state !== 'none').map((credit) => tree(credit.explanation));
  const heading = `${both(titles(f.objectiveId))} <small>${escape(f.windowLabel)} · v${f.version}</small> ${verdict(f.verdict, isSettled(f))}`;
  const story = `<h3>${word('story')}</h3><ul class="tree">${tree(explanation)}</ul>`;
  const credit = owed.length === 0 ? '' : `<h3>${word('credit_story')}</h3><ul class="tree">${owed.join('')}</ul>`;
  return section(heading, figures(row, timeZone) + burnDown(row, timeZone) + story + credit, 'objective');
}

function figures({ finding: f }: ReportRow, timeZone: string): string {
  const item = (name: Word, value: string): string => `<div><dt>${word(name)}</dt><dd>${value}</dd></div>`;
  const exact = (value: Ratio | undefined): string =>
    value === undefined ? '' : `<small>${formatRatio(value)}</small>`;
  const count = (value: string): string => amount(f.unit, value);
  return `<dl class="facts figures">${[
    item('attained', `${percentText(f.attainedPercent)}${exact(f.attained)}`),
    item('target', percentText(f.target)),
    ...(f.low === undefined || f.high === undefined || compare(f.low, f.high) === 0
      ? []
      : [item('bounds', `${percentOf(f.low)} … ${percentOf(f.high)}`)]),
    item('good', count(f.good)),
    item('bad', count(f.bad)),
    item('unknown', count(f.unknown)),
    item('excluded', count(f.excluded)),
    item('coverage', percentOf(f.coverage)),
    item('budget', count(f.budgetTotal)),
    item('budget_left', count(f.budgetLeft)),
    ...(f.breachedAt === undefined ? [] : [item('breached_at', localTime(timeZone, f.breachedAt))]),
  ].join('')}</dl>`;
}

/** What changed since the edition before, line by line of the report, and why. Empty for the first. */
export function differences(list: readonly Difference[], { rows, contract }: ReportBody, titles: Titles): string {
  if (list.length === 0) return '';
  const units = new Map(rows.map(({ finding }) => [finding.objectiveId, finding.unit]));
  const groups = Map.groupBy(
    list,
    ({ objectiveId, windowLabel, reason }) => `${objectiveId}\n${windowLabel}\n${reason}`,
  );
  const columns = [{ head: 'figure' }, { head: 'before', numeric: true }, { head: 'after', numeric: true }] as const;
  const parts = [...groups.values()].map((group) => {
    const [first] = group;
    if (first === undefined) return '';
    const { objectiveId, windowLabel, reason } = first;
    const name =
      objectiveId === '' ? word('whole_report') : `${both(titles(objectiveId))} <small>${escape(windowLabel)}</small>`;
    const why = reason === '' || objectiveId === '' ? '' : `<p class="note">${word('reason')}: ${escape(reason)}</p>`;
    const show = (figure: string, value: string): string =>
      figureValue(figure, value, { unit: units.get(objectiveId), timeZone: contract.terms.timeZone });
    const lines = group.map((d) => [figureName(d.figure), show(d.figure, d.before), show(d.figure, d.after)]);
    return `<h3>${name}</h3>${why}${table(columns, lines)}`;
  });
  return section(word('differences'), parts.join('\n'), 'changes');
}

function figureName(figure: string): string {
  if (figure.startsWith(CREDIT)) return `${word('credit')}<small>${escape(figure.slice(CREDIT.length))}</small>`;
  const known = Object.hasOwn(FIGURES, figure) ? FIGURES[figure] : undefined;
  return known === undefined ? escape(figure) : both(known);
}

const CREDIT = 'credit ';
const COUNTS: ReadonlySet<string> = new Set(['good', 'bad', 'unknown', 'excluded', 'budgetTotal', 'budgetLeft']);

/** A figure of the JSON edition in the words of the page. */
function figureValue(
  figure: string,
  value: string,
  { unit, timeZone }: { readonly unit: Finding['unit'] | undefined; readonly timeZone: string },
): string {
  if (value === '') return NONE;
  if (figure === 'phase' || figure === 'verdict') return wordOr(`${figure}_${value}`, value);
  if (value === 'true' || value === 'false') return word(value === 'true' ? 'yes' : 'no');
  if (figure.startsWith(CREDIT)) {
    const [state = '', ...amounts] = value.split(' ');
    return `${wordOr(`credit_${state}`, state)} ${escape(amounts.join(' '))}`;
  }
  if (figure === 'attainedPercent' || figure === 'target') return percentText(value);
  if (figure === 'low' || figure === 'high' || figure === 'coverage') return percentOf(parseRatio(value));
  if (figure === 'breachedAt' || figure === 'windowEnd') return localTime(timeZone, parseInstant(value));
  if (unit !== undefined && COUNTS.has(figure)) return amount(unit, value);
  return figure.toLowerCase().endsWith('hash') ? code(value) : escape(value);
}

const wordOr = (name: string, value: string): string =>
  Object.hasOwn(WORDS, name) ? word(name as Word) : escape(value);

/** What it takes to check the report: versions, hashes, traces, and the commands. */
export function proof({ body, contentHash, previousContentHash }: IssuedReport, titles: Titles): string {
  const { contract, rows } = body;
  const lines = rows.map(({ finding: f }) => [
    `${both(titles(f.objectiveId))}<small>${escape(f.windowLabel)} · v${f.version} · ${word('revision')} ${f.revision}</small>`,
    code(f.resultHash),
    code(f.evidenceHash),
    `${escape(f.evaluator)}<small>${word('tz_data')} ${escape(f.tz)}</small>`,
    f.traceId === '' ? NONE : code(f.traceId),
  ]);
  const columns = [
    { head: 'objective' },
    { head: 'result_hash' },
    { head: 'evidence_hash' },
    { head: 'evaluator' },
    { head: 'trace' },
  ] as const;
  const [first] = rows;
  const name = `${contract.agreementId} ${first?.finding.objectiveId ?? '…'} ${first?.finding.windowLabel ?? '…'}`;
  const hash = (label: Word, value: string): string =>
    value === '' ? '' : `<div><dt>${word(label)}</dt><dd>${code(value)}</dd></div>`;
  const facts = `<dl class="hashes"><div><dt>${word('agreement')}</dt><dd>${code(contract.agreementId)} ${word('version')} ${contract.version} ${code(contract.contentHash)}</dd></div>${hash('content_hash', contentHash)}${hash('previous_hash', previousContentHash)}</dl>`;
  const commands = `<p class="note">${word('proof_note')} ${code(`slactl evidence ${name} --file evidence.json && slactl verify evidence.json`)}</p>`;
  return section(word('proof'), facts + table(columns, lines) + commands, 'proof');
}
