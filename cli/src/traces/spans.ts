import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { DomainError } from '@sla/kernel';

/** A span as the services leave it in the local folder. */
export interface Span {
  readonly service: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly startNs: string;
  readonly endNs: string;
  readonly error?: string;
  readonly links: readonly { readonly traceId: string; readonly spanId: string }[];
  readonly attributes?: Readonly<Record<string, unknown>>;
}

/**
 * Everything reachable from a trace by parent or link edges, in order of time.
 * @throws DomainError for an id that is none, a folder that is not there, and a trace without spans.
 */
export function spansOf(dir: string, traceId: string): readonly Span[] {
  if (!/^[0-9a-f]{32}$/.test(traceId))
    throw new DomainError('invalid_argument', 'cli.trace_malformed', { value: traceId.slice(0, 60) });
  if (!existsSync(dir)) throw new DomainError('not_found', 'cli.no_spans', { dir });
  const reached = reachable(readSpans(dir), traceId);
  if (reached.length === 0) throw new DomainError('not_found', 'cli.trace_not_found', { traceId, dir });
  return reached.sort((a, b) => (BigInt(a.startNs) < BigInt(b.startNs) ? -1 : 1));
}

const readSpans = (dir: string): readonly Span[] =>
  readdirSync(dir)
    .filter((name) => name.endsWith('.jsonl'))
    .flatMap((name) => readFileSync(path.join(dir, name), 'utf8').split('\n'))
    // A service that writes right now, or was killed, leaves a line half done.
    .filter((line) => line.startsWith('{') && line.endsWith('}'))
    .map((line) => JSON.parse(line) as Span)
    // Single statements of the database would hide the story.
    .filter(({ name }) => !name.startsWith('pg'));

/** Follows links from span to trace: an evaluation links to the batches that caused it. */
function reachable(spans: readonly Span[], traceId: string): Span[] {
  const traces = new Set([traceId]);
  for (let before = 0; before !== traces.size;) {
    before = traces.size;
    for (const span of spans) if (traces.has(span.traceId)) span.links.forEach((link) => traces.add(link.traceId));
  }
  return spans.filter((span) => traces.has(span.traceId));
}
