import {
  context,
  propagation,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
  type Attributes,
  type Context,
  type Link,
  type Span,
} from '@opentelemetry/api';

/** A span keeps at most this many links (OpenTelemetry default); more causes than this are named by their batch only. */
export const MAX_SPAN_LINKS = 128;
const TRACEPARENT = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/;

const tracer = trace.getTracer('@sla/platform');

export interface SpanOptions {
  readonly kind?: SpanKind;
  /** Parent given as a W3C traceparent; without one the span begins where it is started. */
  readonly parent?: string;
  /** Other causes, as traceparents. */
  readonly links?: readonly string[];
  readonly attributes?: Attributes;
  /** True for workers: the span must not join the trace of whoever happened to start the timer. */
  readonly root?: boolean;
}

/** Runs `work` in a span; a thrown error marks the span and is thrown on. */
export async function inSpan<A>(name: string, options: SpanOptions, work: (span: Span) => Promise<A>): Promise<A> {
  const base = options.root === true || options.parent !== undefined ? ROOT_CONTEXT : context.active();
  const parent = options.parent === undefined ? base : contextOf(options.parent);
  const settings = {
    kind: options.kind ?? SpanKind.INTERNAL,
    attributes: options.attributes ?? {},
    links: linksOf(options.links),
  };
  return tracer.startActiveSpan(name, settings, parent, async (span) => {
    try {
      return await work(span);
    } catch (error) {
      span.recordException(error instanceof Error ? error : String(error));
      span.setStatus({ code: SpanStatusCode.ERROR, message: error instanceof Error ? error.message : String(error) });
      throw error;
    } finally {
      span.end();
    }
  });
}

/** Context whose parent is a remote span; the root context when the text is not a traceparent. */
export function contextOf(traceparent: string): Context {
  return propagation.extract(ROOT_CONTEXT, { traceparent });
}

function linksOf(traceparents: readonly string[] = []): Link[] {
  return [...new Set(traceparents)].slice(0, MAX_SPAN_LINKS).flatMap((traceparent) => {
    const m = TRACEPARENT.exec(traceparent);
    return m
      ? [
          {
            context: {
              traceId: m[1] ?? '',
              spanId: m[2] ?? '',
              traceFlags: Number.parseInt(m[3] ?? '0', 16),
              isRemote: true,
            },
          },
        ]
      : [];
  });
}

/** W3C traceparent of the active span; absent outside of one. */
export function currentTraceparent(): string | undefined {
  const carrier: Record<string, string> = {};
  propagation.inject(context.active(), carrier);
  return carrier['traceparent'];
}

/** Trace id of the active span, 32 hexadecimal digits; '' outside of one. */
export function currentTraceId(): string {
  return trace.getSpanContext(context.active())?.traceId ?? '';
}

/** Runs `start` outside of any trace: timers and loops keep the context of whoever set them. */
export const outsideTraces = <A>(start: () => A): A => context.with(ROOT_CONTEXT, start);

export { SpanKind };
