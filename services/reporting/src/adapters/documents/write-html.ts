import type { IssuedReport } from '../../usecases/ports.js';
import { differences, objectiveDetails, proof } from './details.js';
import { escape } from './html.js';
import { compliance, credits, ledger, pageHeader, type Titles } from './overview.js';
import { STYLE } from './style.js';

/** One page without outside references and without scripts; readable in both languages even where styles are off. */
export function writeHtml(report: IssuedReport): string {
  const { body, differences: list } = report;
  const { title, objectives, timeZone } = body.contract.terms;
  const known = new Map(objectives.map((objective) => [objective.id, objective.title]));
  const titles: Titles = (id) => known.get(id) ?? { en: id, 'zh-CN': id };
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escape(title.en)} · ${escape(title['zh-CN'])} · ${escape(body.period)}</title><style>${STYLE}</style></head>
<body><input type="radio" name="language" id="en" checked aria-label="English"><input type="radio" name="language" id="zh" aria-label="中文"><nav><label for="en" lang="en">English</label><label for="zh" lang="zh-CN">中文</label></nav>
<main>${[
    pageHeader(report),
    differences(list, body, titles),
    compliance(body, titles),
    credits(body, titles),
    ...body.rows.map((row) => objectiveDetails(row, titles, timeZone)),
    ledger(body),
    proof(report, titles),
  ]
    .filter((part) => part !== '')
    .join('\n')}</main></body></html>
`;
}
