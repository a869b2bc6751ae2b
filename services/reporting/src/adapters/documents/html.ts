import { localTimeOf, zone } from '@sla/calendar';
import type { Explanation, LocalizedText, Verdict } from '@sla/engine';
import { formatDecimal, formatMoney, multiply, ratio, type Instant, type Ratio } from '@sla/kernel';
import { formatSpan, groupDigits, tryRender, type Locale } from '@sla/texts';
import type { Finding } from '../../domain/finding.js';
import { WORDS, type Word } from './words.js';

/** Text as content or attribute value of a page: nothing in it is markup. */
export const escape = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');

/** The same thing in both languages; the page shows one of them, or both without style. */
export const both = (text: LocalizedText): string =>
  `<span lang="en">${escape(text.en)}</span><span lang="zh-CN">${escape(text['zh-CN'])}</span>`;
export const word = (name: Word): string => both(WORDS[name]);
export const code = (text: string): string => `<code>${escape(text)}</code>`;

const rendered = (key: string, params: Explanation['params'], locale: Locale): string =>
  tryRender(key, params, locale) ?? key;

/** A line of an explanation and, below it, what it rests on. */
export function tree({ key, params, children }: Explanation): string {
  const text = both({ en: rendered(key, params, 'en'), 'zh-CN': rendered(key, params, 'zh-CN') });
  return `<li>${text}${children.length === 0 ? '' : `<ul>${branches(children)}</ul>`}</li>`;
}

/** Fewer outages than this stand among the other lines; from the second number on their list is folded. */
const [MANY, TOO_MANY] = [8, 24];

/** Outages are short; where they are many they stand in columns of their own. */
function branches(children: readonly Explanation[]): string {
  const isOutage = ({ key }: Explanation): boolean => key.startsWith('explain.outage_');
  const outages = children.filter(isOutage);
  if (outages.length < MANY) return children.map(tree).join('');
  const first = children.findIndex(isOutage);
  const rest = children.slice(first).filter((child) => !isOutage(child));
  const list = `<ul class="outages">${outages.map(tree).join('')}</ul>`;
  const folded = `<details><summary>${outages.length} ${word('bad_intervals')}</summary>${list}</details>`;
  const item = `<li>${outages.length < TOO_MANY ? list : folded}</li>`;
  return children.slice(0, first).map(tree).join('') + item + rest.map(tree).join('');
}

export const NONE = '–';
export const percentText = (text: string): string => (text === '' ? NONE : `${escape(text)} %`);
export const percentOf = (share: Ratio | undefined): string =>
  share === undefined ? NONE : `${formatDecimal(multiply(share, ratio(100n)), 2, 'floor')} %`;
export const money = (amountMinor: bigint, currency: string): string =>
  `${groupDigits(formatMoney({ amountMinor, currency })).replace('-', '−')}\u00a0${escape(currency)}`;

const INTEGER = /^-?\d+$/;

/** What an indicator counts: time reads as spans, events as numbers; anything else is shown as it came. */
export function amount(unit: Finding['unit'], value: string): string {
  if (!INTEGER.test(value)) return value === '' ? NONE : escape(value);
  if (unit === 'events') return groupDigits(value).replace('-', '−');
  return both({ en: formatSpan(BigInt(value), 'en'), 'zh-CN': formatSpan(BigInt(value), 'zh-CN') });
}

const two = (n: number): string => String(n).padStart(2, '0');

/** The date of the wall clock of the agreement. */
export function localDate(timeZone: string, at: Instant): string {
  const { year, month, day } = localTimeOf(zone(timeZone), at).date;
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`;
}

/** Date and time of the wall clock of the agreement; seconds only where there are any. */
export function localTime(timeZone: string, at: Instant): string {
  const { timeMs } = localTimeOf(zone(timeZone), at);
  const seconds = Math.floor(timeMs / 1000);
  const rest = timeMs % 60_000 === 0 ? '' : `:${two(seconds % 60)}`;
  return `${localDate(timeZone, at)} ${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}${rest}`;
}

const MARKS: Readonly<Record<Verdict | 'awaited', string>> = {
  met: '✓',
  missed: '✗',
  insufficient_evidence: '?',
  review_required: '!',
  not_applicable: NONE,
  awaited: '?',
};

/** A mark and a word: a verdict is never told by colour alone. One that may still change says so and is not filled in. */
export function verdict(value: Verdict | 'awaited', settled = true): string {
  const soFar = settled ? '' : ` <em>${word('so_far')}</em>`;
  return `<span class="verdict ${value}${settled ? '' : ' tentative'}"><span aria-hidden="true">${MARKS[value]}</span> ${word(`verdict_${value}`)}${soFar}</span>`;
}

export interface Column {
  readonly head: Word;
  /** Figures stand on the right. */
  readonly numeric?: boolean;
}

/** A table whose first column names the row; on narrow screens every row is a card, and each cell says its own head. */
export function table(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  foot: readonly (readonly string[])[] = [],
): string {
  const heads = columns.map(({ head, numeric }) => `<th scope="col"${numeric ? ' class="n"' : ''}>${word(head)}</th>`);
  const line = (cells: readonly string[]): string =>
    `<tr>${cells.map((cell, i) => cellOf(columns[i], cell, i)).join('')}</tr>`;
  const footer = foot.length === 0 ? '' : `<tfoot>${foot.map(line).join('')}</tfoot>`;
  return `<table><thead><tr>${heads.join('')}</tr></thead><tbody>${rows.map(line).join('\n')}</tbody>${footer}</table>`;
}

function cellOf(column: Column | undefined, cell: string, index: number): string {
  if (index === 0) return `<th scope="row">${cell}</th>`;
  const head = column === undefined ? '' : `<span class="k" aria-hidden="true">${word(column.head)}</span>`;
  return `<td${column?.numeric ? ' class="n"' : ''}>${head}<span class="v">${cell}</span></td>`;
}

/** A part of the page under its heading. */
export const section = (heading: string, content: string, kind = ''): string =>
  `<section${kind === '' ? '' : ` class="${kind}"`}><h2>${heading}</h2>${content}</section>`;
