import type { Explanation, LocalizedText, Verdict } from '@sla/engine';
import { formatDecimal, formatInstant, formatMoney, multiply, ratio, type Ratio } from '@sla/kernel';
import { formatSpan, groupDigits, tryRender, type Locale } from '@sla/texts';
import type { Difference, ReportedCredit, ReportRow } from '../../domain/edition.js';
import type { IssuedReport } from '../../usecases/ports.js';
import { burnDown } from './burn-down.js';
import { STYLE } from './style.js';
import { WORDS, type Word } from './words.js';

const escape = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');

/** The same thing in both languages; the page shows one of them, or both without style. */
const both = (text: LocalizedText): string =>
  `<span lang="en">${escape(text.en)}</span><span lang="zh-CN">${escape(text['zh-CN'])}</span>`;
const word = (name: Word): string => both(WORDS[name]);

const rendered = (key: string, params: Explanation['params'], locale: Locale): string =>
  tryRender(key, params, locale) ?? key;
const line = ({ key, params }: Explanation): string =>
  both({ en: rendered(key, params, 'en'), 'zh-CN': rendered(key, params, 'zh-CN') });

function tree(node: Explanation): string {
  const children = node.children.length === 0 ? '' : `<ul>${node.children.map(tree).join('')}</ul>`;
  return `<li>${line(node)}${children}</li>`;
}

const percent = (share: Ratio | undefined): string =>
  share === undefined ? '–' : `${formatDecimal(multiply(share, ratio(100n)), 2, 'floor')} %`;
const MARKS: Readonly<Record<Verdict, string>> = {
  met: '✓',
  missed: '✗',
  insufficient_evidence: '?',
  review_required: '!',
  not_applicable: '–',
};

const verdict = (value: Verdict): string =>
  `<span class="verdict ${value}">${MARKS[value]} ${word(`verdict_${value}`)}</span>`;
const money = (amountMinor: bigint, currency: string): string =>
  `${groupDigits(formatMoney({ amountMinor, currency }))} ${escape(currency)}`;

/** Amounts of time read as spans, events as numbers. */
function amount(row: ReportRow, value: string): string {
  if (row.finding.unit === 'events') return groupDigits(value.replace('-', '−'));
  return both({ en: formatSpan(BigInt(value), 'en'), 'zh-CN': formatSpan(BigInt(value), 'zh-CN') });
}

function creditCell(credits: readonly ReportedCredit[]): string {
  const shown = credits.map((credit) => {
    if (credit.state === 'pending_review')
      return `${word('credit_review')} ${money(credit.lowMinor, credit.currency)} … ${money(credit.highMinor, credit.currency)}`;
    return credit.state === 'none'
      ? '–'
      : `${money(credit.amountMinor, credit.currency)}${credit.state === 'expected' ? ` ${word('credit_expected')}` : ''}`;
  });
  return shown.join('<br>') || '–';
}

function tableRow(row: ReportRow, titles: ReadonlyMap<string, LocalizedText>): string {
  const { finding: f, credits } = row;
  const title = titles.get(f.objectiveId) ?? { en: f.objectiveId, 'zh-CN': f.objectiveId };
  const attained = f.attainedPercent === '' ? '–' : `${f.attainedPercent} %`;
  return `<tr><th scope="row">${both(title)}<small>${escape(f.windowLabel)}</small></th><td class="n">${escape(f.target)} %</td><td class="n">${attained}</td><td>${verdict(f.verdict)}</td><td>${word(`phase_${f.phase}`)}</td><td class="n">${percent(f.coverage)}</td><td class="n">${amount(row, f.budgetLeft)}</td><td class="n">${creditCell(credits)}</td></tr>`;
}

function section(row: ReportRow, titles: ReadonlyMap<string, LocalizedText>): string {
  const { finding: f, explanation, credits } = row;
  const title = titles.get(f.objectiveId) ?? { en: f.objectiveId, 'zh-CN': f.objectiveId };
  const owed = credits.filter((credit) => credit.state !== 'none').map((credit) => tree(credit.explanation));
  const chart = burnDown(row);
  const figure =
    chart === ''
      ? ''
      : `<figure>${chart}<figcaption>${word('burn_down')}: ${amount(row, f.budgetTotal)} → ${amount(row, f.budgetLeft)}</figcaption></figure>`;
  return `<section><h2>${both(title)} <small>${escape(f.windowLabel)}</small> ${verdict(f.verdict)}</h2>${figure}<ul class="tree">${tree(explanation)}${owed.join('')}</ul><p class="hash">${word('result_hash')} <code>${f.resultHash}</code> · ${word('trace')} <code>${escape(f.traceId)}</code></p></section>`;
}

function differences(list: readonly Difference[]): string {
  if (list.length === 0) return '';
  const rows = list.map(
    (d) =>
      `<tr><th scope="row">${escape(d.objectiveId)}<small>${escape(d.windowLabel)}</small></th><td>${escape(d.figure)}</td><td class="n">${escape(d.before)}</td><td class="n">${escape(d.after)}</td><td>${escape(d.reason)}</td></tr>`,
  );
  const heads = (['objective', 'figure', 'before', 'after', 'reason'] as const).map(
    (name) => `<th scope="col">${word(name)}</th>`,
  );
  return `<section><h2>${word('differences')}</h2><div class="wide"><table><thead><tr>${heads.join('')}</tr></thead><tbody>${rows.join('')}</tbody></table></div></section>`;
}

/** Columns of figures, which stand on the right. */
const NUMERIC: ReadonlySet<Word> = new Set(['target', 'attained', 'coverage', 'budget_left', 'credit']);

/** One page without outside references and without scripts; readable in both languages even where styles are off. */
export function writeHtml({ body, edition, issuedAt, differences: list, contentHash }: IssuedReport): string {
  const { contract, period, span, complete, rows } = body;
  const { title, parties, objectives, timeZone } = contract.terms;
  const titles = new Map(objectives.map((objective) => [objective.id, objective.title]));
  const heads = (
    ['objective', 'target', 'attained', 'verdict', 'phase', 'coverage', 'budget_left', 'credit'] as const
  ).map((name) => `<th scope="col"${NUMERIC.has(name) ? ' class="n"' : ''}>${word(name)}</th>`);
  const missed = rows.filter((row) => row.finding.verdict === 'missed').length;
  const names = parties.map((party) => `${word(party.role)} ${both(party.name)}`).join(' · ');
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escape(title.en)} · ${escape(title['zh-CN'])} · ${escape(period)}</title><style>${STYLE}</style></head>
<body><input type="radio" name="language" id="en" checked><input type="radio" name="language" id="zh"><nav><label for="en">English</label><label for="zh">中文</label></nav>
<main><header><p class="eyebrow">${word('report')} ${escape(period)} · ${word('edition')} ${edition}${complete ? '' : ` · <strong>${word('incomplete')}</strong>`}</p><h1>${both(title)}</h1><p>${names}</p><p class="meta">${formatInstant(span.start)} – ${formatInstant(span.end)} (${escape(timeZone)}) · ${word('issued')} ${formatInstant(issuedAt)}</p>
<p class="summary"><b>${rows.length - missed}</b> / ${rows.length} ${word('not_missed')}</p></header>
<section><h2>${word('compliance')}</h2><div class="wide"><table><thead><tr>${heads.join('')}</tr></thead><tbody>${rows.map((row) => tableRow(row, titles)).join('')}</tbody></table></div></section>
${differences(list)}${rows.map((row) => section(row, titles)).join('\n')}
<footer><p>${word('agreement')} <code>${escape(contract.agreementId)}</code> v${contract.version} <code>${contract.contentHash}</code></p><p>${word('content_hash')} <code>${contentHash}</code></p><p>${word('verify')} <code>slactl evidence … &amp;&amp; slactl verify …</code></p></footer></main></body></html>
`;
}
