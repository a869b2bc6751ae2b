import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { UsageError } from '../context.js';

/** A span as the services leave it in the local folder. */
interface Span {
  readonly service: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly startNs: string;
  readonly endNs: string;
  readonly error?: string;
  readonly links: readonly { readonly traceId: string; readonly spanId: string }[];
}

/** Width of the bars of a waterfall. */
const BAR = 40;
/** Most spans drawn; a trace of an import has thousands. */
const MAX_DRAWN = 200;

/** Everything reachable from a trace by parent or link edges, drawn as a waterfall. */
export function drawTrace(dir: string, traceId: string): string {
  if (!existsSync(dir)) throw new UsageError(`there is no folder of spans ${dir}; a local suite writes .local/traces`);
  const spans = readSpans(dir);
  const reached = reachable(spans, traceId);
  if (reached.length === 0) throw new UsageError(`no span of trace ${traceId} lies in ${dir}`);
  const sorted = reached.sort((a, b) => (BigInt(a.startNs) < BigInt(b.startNs) ? -1 : 1)).slice(0, MAX_DRAWN);
  const lines = sorted.map((span) => lineOf(span, sorted));
  const hidden = reached.length - sorted.length;
  return [...lines, ...(hidden > 0 ? [`… ${hidden} more spans`] : [])].join('\n');
}

function readSpans(dir: string): readonly Span[] {
  return (
    readdirSync(dir)
      .filter((name) => name.endsWith('.jsonl'))
      .flatMap((name) => readFileSync(path.join(dir, name), 'utf8').split('\n'))
      .filter((line) => line.endsWith('}'))
      .map((line) => JSON.parse(line) as Span)
      // Single statements of the database would hide the story.
      .filter(({ name }) => !name.startsWith('pg'))
  );
}

/** Follows links in both directions between traces: an evaluation links to the batches that caused it. */
function reachable(spans: readonly Span[], traceId: string): Span[] {
  const traces = new Set([traceId]);
  for (let before = 0; before !== traces.size;) {
    before = traces.size;
    for (const span of spans) {
      const linked = span.links.map((link) => link.traceId);
      if (traces.has(span.traceId)) linked.forEach((id) => traces.add(id));
    }
  }
  return spans.filter((span) => traces.has(span.traceId));
}

function lineOf(span: Span, all: readonly Span[]): string {
  const [first, last] = [
    BigInt(all[0]?.startNs ?? 0),
    all.reduce((max, s) => (BigInt(s.endNs) > max ? BigInt(s.endNs) : max), 0n),
  ];
  const whole = Number(last - first) || 1;
  const from = Math.floor((Number(BigInt(span.startNs) - first) / whole) * BAR);
  const length = Math.max(1, Math.round((Number(BigInt(span.endNs) - BigInt(span.startNs)) / whole) * BAR));
  const bar = `${' '.repeat(from)}${'█'.repeat(Math.min(length, BAR - from))}`.padEnd(BAR);
  const ms = (Number(BigInt(span.endNs) - BigInt(span.startNs)) / 1e6).toFixed(1);
  const links = span.links.length === 0 ? '' : `  ⇠ ${span.links.length} links`;
  return `${span.service.padEnd(12)} ${bar} ${ms.padStart(9)} ms  ${'  '.repeat(depthOf(span, all))}${span.name}${links}${span.error === undefined ? '' : `  ✗ ${span.error}`}`;
}

function depthOf(span: Span, all: readonly Span[]): number {
  const byId = new Map(all.map((candidate) => [candidate.spanId, candidate]));
  let depth = 0;
  for (let at = byId.get(span.parentSpanId ?? ''); at !== undefined && depth < 20; at = byId.get(at.parentSpanId ?? ''))
    depth++;
  return depth;
}
