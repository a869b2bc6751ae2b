import { appendFileSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import type { ExportResult } from '@opentelemetry/core';
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace';

/** One span as a line of JSON: what `slactl trace` reads when there is no collector. Times are nanoseconds since 1970 as text. */
export interface SpanLine {
  readonly service: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind: number;
  readonly startNs: string;
  readonly endNs: string;
  readonly error?: string;
  readonly links: readonly { readonly traceId: string; readonly spanId: string }[];
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** Appends finished spans to `<dir>/<service>-<pid>.jsonl`. Each batch is one synchronous write, so a killed process loses only what it had not exported. */
export class SpanFileExporter implements SpanExporter {
  readonly #file: string;

  constructor(
    dir: string,
    private readonly service: string,
  ) {
    mkdirSync(dir, { recursive: true });
    this.#file = path.join(dir, `${service}-${process.pid}.jsonl`);
  }

  export(spans: ReadableSpan[], done: (result: ExportResult) => void): void {
    try {
      appendFileSync(this.#file, spans.map((span) => `${JSON.stringify(lineOf(span, this.service))}\n`).join(''));
      done({ code: 0 });
    } catch (error) {
      done({ code: 1, error: error instanceof Error ? error : new Error(String(error)) });
    }
  }

  async shutdown(): Promise<void> {}
}

const nanoseconds = ([seconds, nanos]: readonly [number, number]): string =>
  String(BigInt(seconds) * 1_000_000_000n + BigInt(nanos));

function lineOf(span: ReadableSpan, service: string): SpanLine {
  const { traceId, spanId } = span.spanContext();
  const parent = span.parentSpanContext?.spanId;
  return {
    service,
    traceId,
    spanId,
    ...(parent === undefined ? {} : { parentSpanId: parent }),
    name: span.name,
    kind: span.kind,
    startNs: nanoseconds(span.startTime),
    endNs: nanoseconds(span.endTime),
    ...(span.status.code === 2 ? { error: span.status.message ?? 'error' } : {}),
    links: span.links.map((link) => ({ traceId: link.context.traceId, spanId: link.context.spanId })),
    attributes: span.attributes,
  };
}
