import type { Session } from '../session.js';
import type { Span } from './spans.js';
import { storyOf, type StoryLine } from './story.js';

/** Width of the bars. */
const BAR = 40;
/** Most lines drawn. */
export const MAX_DRAWN = 200;
const SERVICE_WIDTH = 12;

interface Scale {
  readonly first: bigint;
  readonly whole: number;
}

/** Spans, in order of time, as bars on one scale, each below its cause. */
export function waterfall(session: Session, spans: readonly Span[]): string {
  const scale = scaleOf(spans);
  const story = storyOf(spans);
  const drawn = story.slice(0, MAX_DRAWN);
  const hidden = story.slice(MAX_DRAWN).reduce((sum, { count }) => sum + count, 0);
  const rest = hidden > 0 ? [session.text('cli.trace_hidden', { count: hidden })] : [];
  return [...drawn.map((line) => drawLine(session, line, scale)), ...rest].join('\n');
}

function scaleOf(spans: readonly Span[]): Scale {
  const first = BigInt(spans[0]?.startNs ?? 0);
  const last = spans.reduce((max, { endNs }) => (BigInt(endNs) > max ? BigInt(endNs) : max), first);
  return { first, whole: Math.max(1, Number(last - first)) };
}

function drawLine(session: Session, { span, depth, count }: StoryLine, scale: Scale): string {
  const ns = Number(BigInt(span.endNs) - BigInt(span.startNs));
  const words = [
    span.name,
    ...(count > 1 ? [`× ${count}`] : aboutOf(span)),
    ...(span.links.length > 0 && count === 1
      ? [`⇠ ${session.text('cli.trace_links', { count: span.links.length })}`]
      : []),
    ...(span.error === undefined ? [] : [`✗ ${span.error}`]),
  ];
  const service = span.service.padEnd(SERVICE_WIDTH);
  return `${service} ${barOf(span, ns, scale)} ${(ns / 1e6).toFixed(1).padStart(9)} ms  ${'  '.repeat(depth)}${words.join('  ')}`;
}

/** What a span is about: the agreement, objective, window or period, and the verdict. */
const aboutOf = ({ attributes = {} }: Span): readonly string[] => {
  const named = ['sla.agreement', 'sla.objective', 'sla.window', 'sla.period', 'sla.verdict']
    .map((name) => attributes[name])
    .filter((value) => typeof value === 'string' && value !== '');
  return named.length === 0 ? [] : [named.join(' ')];
};

function barOf(span: Span, ns: number, { first, whole }: Scale): string {
  const from = Math.min(BAR - 1, Math.floor((Number(BigInt(span.startNs) - first) / whole) * BAR));
  const length = Math.max(1, Math.round((ns / whole) * BAR));
  return `${' '.repeat(from)}${'█'.repeat(Math.min(length, BAR - from))}`.padEnd(BAR);
}
