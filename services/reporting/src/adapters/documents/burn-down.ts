import type { ReportRow } from '../../domain/edition.js';

const WIDTH = 640;
const HEIGHT = 120;
const LEFT = 4;

/** Budget left over the window as an SVG line: full at the start, lower with every bad interval, red below zero. Empty without a budget. */
export function burnDown({ finding, explanation }: ReportRow): string {
  const total = Number(finding.budgetTotal);
  const { start, end } = finding.window;
  const bad = explanation.children
    .filter((line) => line.key === 'explain.outage_ms' || line.key === 'explain.outage_events')
    .map(({ params }) => ({
      from: Date.parse(String(params['start'])),
      to: Date.parse(String(params['end'])),
      counted: Number(params['counted']),
    }));
  if (!(total > 0)) return '';
  const lowest = Math.min(0, total - bad.reduce((sum, outage) => sum + outage.counted, 0));
  const x = (at: number): number => LEFT + ((at - start) / (end - start)) * (WIDTH - 2 * LEFT);
  const y = (left: number): number => 6 + ((total - left) / (total - lowest)) * (HEIGHT - 12);
  const points = [`${x(start).toFixed(1)},${y(total).toFixed(1)}`];
  let left = total;
  for (const { from, to, counted } of bad) {
    points.push(`${x(from).toFixed(1)},${y(left).toFixed(1)}`);
    left -= counted;
    points.push(`${x(to).toFixed(1)},${y(left).toFixed(1)}`);
  }
  points.push(`${x(Math.min(finding.judgedAt ?? end, end)).toFixed(1)},${y(left).toFixed(1)}`);
  const zero = y(0).toFixed(1);
  return `<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" role="img" aria-label="budget burn-down ${finding.windowLabel}"><rect x="0" y="${zero}" width="${WIDTH}" height="${(HEIGHT - Number(zero)).toFixed(1)}" class="over"/><line x1="0" x2="${WIDTH}" y1="${zero}" y2="${zero}" class="zero"/><polyline points="${points.join(' ')}" class="${left < 0 ? 'burn spent' : 'burn'}"/></svg>`;
}
