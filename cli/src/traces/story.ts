import type { Span } from './spans.js';

/** A line of a waterfall: a span below its cause, or several of a kind that led to nothing further. */
export interface StoryLine {
  readonly span: Span;
  readonly depth: number;
  /** Spans that this line stands for. */
  readonly count: number;
}

/** Deepest indentation. */
const MAX_DEPTH = 20;

/**
 * Spans as a story: each below the one that caused it, in order of time. Childless siblings of one service and name are told in one line:
 * an import causes hundreds of evaluations that say nothing new, and the one that found a breach must not drown in them.
 */
export function storyOf(spans: readonly Span[]): readonly StoryLine[] {
  const known = new Set(spans.map(({ spanId }) => spanId));
  const children = Map.groupBy(spans, ({ parentSpanId = '' }) => (known.has(parentSpanId) ? parentSpanId : ''));
  const childrenOf = (id: string): readonly Span[] => children.get(id) ?? [];
  const told = (siblings: readonly Span[], depth: number): readonly StoryLine[] => {
    const quiet = siblings.filter(({ spanId }) => childrenOf(spanId).length === 0);
    const groups = new Map([...Map.groupBy(quiet, kindOf)].map(([kind, list]) => [kind, list.length]));
    return siblings.flatMap((span): readonly StoryLine[] => {
      if (childrenOf(span.spanId).length > 0)
        return [{ span, depth, count: 1 }, ...told(childrenOf(span.spanId), Math.min(MAX_DEPTH, depth + 1))];
      const count = groups.get(kindOf(span));
      groups.delete(kindOf(span));
      return count === undefined ? [] : [{ span, depth, count }];
    });
  };
  return told(childrenOf(''), 0);
}

const kindOf = ({ service, name, error = '' }: Span): string => `${service} ${name} ${error}`;
