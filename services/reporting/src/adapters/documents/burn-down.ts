import { parseInstant, type Instant } from '@sla/kernel';
import type { ReportRow } from '../../domain/edition.js';
import { amount, escape, localDate, word } from './html.js';
import { WORDS } from './words.js';

const [WIDTH, HEIGHT] = [640, 140];
/** Room above the full budget and below the lowest point. */
const MARGIN = 8;

interface Point {
  readonly at: number;
  readonly left: number;
}

/** Budget left over the window as an SVG line: full at the start, lower with every bad interval, red below zero. Empty without a budget. */
export function burnDown(row: ReportRow, timeZone: string): string {
  const { finding } = row;
  const total = Number(finding.budgetTotal);
  if (!(total > 0)) return '';
  const points = pointsOf(row, total);
  const lowest = Math.min(0, ...points.map(({ left }) => left));
  const { start, end } = finding.window;
  const x = (at: number): string => (((at - start) / (end - start)) * WIDTH).toFixed(1);
  const height = (left: number): number => MARGIN + ((total - left) / (total - lowest)) * (HEIGHT - 2 * MARGIN);
  const y = (left: number): string => height(left).toFixed(1);
  const line = points.map(({ at, left }) => `${x(at)},${y(left)}`).join(' ');
  const zero = y(0);
  const name = `${WORDS.burn_down.en}, ${finding.windowLabel} · ${WORDS.burn_down['zh-CN']}`;
  const area = `${x(points[0]?.at ?? start)},${zero} ${line} ${x(points.at(-1)?.at ?? end)},${zero}`;
  const svg =
    `<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" role="img" aria-label="${escape(name)}">` +
    `<rect x="0" y="${zero}" width="${WIDTH}" height="${(HEIGHT - Number(zero)).toFixed(1)}" class="over"/>` +
    `<polygon points="${area}" class="area"/>` +
    `<line x1="0" x2="${WIDTH}" y1="${zero}" y2="${zero}" class="zero"/>` +
    `<polyline points="${line}" class="${(points.at(-1)?.left ?? 0) < 0 ? 'burn spent' : 'burn'}"/></svg>`;
  const label = (left: number): string =>
    `<span class="y" style="top:${((height(left) / HEIGHT) * 100).toFixed(1)}%">${String(Math.round((left / total) * 100)).replace('-', '−')} %</span>`;
  // Labels that would stand on the one of zero are left out.
  const far = [total, lowest].filter((left) => Math.abs(height(left) - height(0)) > HEIGHT / 7);
  const days = `<span>${localDate(timeZone, start)}</span><span>${localDate(timeZone, (end - 1) as Instant)}</span>`;
  const course = `${amount(finding.unit, finding.budgetTotal)} → ${amount(finding.unit, finding.budgetLeft)}`;
  return `<figure><figcaption>${word('burn_down')}: ${course}</figcaption><div class="chart"><div class="axis">${[...far, 0].map(label).join('')}</div>${svg}<div class="days">${days}</div></div></figure>`;
}

/** The line from the start of the window to where it was judged. */
function pointsOf({ finding, explanation }: ReportRow, total: number): readonly Point[] {
  const { start, end } = finding.window;
  const points: Point[] = [{ at: start, left: total }];
  let left = total;
  for (const { key, params } of explanation.children) {
    if (key !== 'explain.outage_ms' && key !== 'explain.outage_events') continue;
    points.push({ at: parseInstant(String(params['start'])), left });
    left -= Number(params['counted']);
    points.push({ at: parseInstant(String(params['end'])), left });
  }
  // What the story sums up instead of listing it is part of the end of the line.
  const last = Number(finding.budgetLeft);
  const until = Math.min(finding.judgedAt ?? end, end);
  return [...points, { at: until, left }, { at: until, left: Number.isFinite(last) ? last : left }];
}
