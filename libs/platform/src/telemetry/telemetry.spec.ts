import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { context, propagation, trace } from '@opentelemetry/api';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { TracerProvider, BatchSpanProcessor, SimpleSpanProcessor } from '@opentelemetry/sdk-trace';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { flushTelemetry, onFlush } from './flush.js';
import { telemetrySettings } from './settings.js';
import { SpanFileExporter, type SpanLine } from './span-file.js';
import { contextOf, inSpan, MAX_SPAN_LINKS } from './trace.js';

const PARENT = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;

describe('spans in a local file', () => {
  let dir: string;
  let provider: TracerProvider;
  const read = (): readonly SpanLine[] =>
    readdirSync(dir).flatMap((name) =>
      readFileSync(path.join(dir, name), 'utf8')
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as SpanLine),
    );

  beforeAll(() => {
    dir = mkdtempSync(path.join(tmpdir(), 'sla-spans-'));
    provider = new TracerProvider({
      spanProcessors: [new SimpleSpanProcessor({ exporter: new SpanFileExporter(dir, 'test') })],
    });
    trace.setGlobalTracerProvider(provider);
    propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  });
  afterAll(async () => {
    await provider.shutdown();
    trace.disable();
    propagation.disable();
    rmSync(dir, { recursive: true });
  });
  afterEach(() => {
    for (const name of readdirSync(dir)) rmSync(path.join(dir, name));
  });

  it('hang below their parent and carry their links, attributes and failure', async () => {
    const links = [`00-${'c'.repeat(32)}-${'d'.repeat(16)}-01`, 'nonsense'];
    const failing = inSpan('work', { parent: PARENT, links, attributes: { 'sla.tenant': 'demo' } }, async () => {
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    const [span] = read();
    expect(span).toMatchObject({
      service: 'test',
      name: 'work',
      traceId: 'a'.repeat(32),
      parentSpanId: 'b'.repeat(16),
      error: 'no',
      links: [{ traceId: 'c'.repeat(32), spanId: 'd'.repeat(16) }],
      attributes: { 'sla.tenant': 'demo' },
    });
    expect(BigInt(span?.endNs ?? 0) >= BigInt(span?.startNs ?? 0)).toBe(true);
  });

  it.each([
    [MAX_SPAN_LINKS, MAX_SPAN_LINKS],
    [MAX_SPAN_LINKS + 1, MAX_SPAN_LINKS],
  ])('of %d links keep %d', async (given, kept) => {
    const links = Array.from(
      { length: given },
      (_, i) => `00-${'c'.repeat(32)}-${(i + 1).toString(16).padStart(16, '0')}-01`,
    );
    await inSpan('linked', { links: [...links, ...links] }, async () => undefined);
    expect(read()[0]?.links).toHaveLength(kept);
  });

  it('begin a trace of their own when the parent is unreadable', async () => {
    await inSpan('alone', { parent: 'garbage' }, async () => undefined);
    expect(read()[0]).not.toHaveProperty('parentSpanId');
    expect(trace.getSpanContext(contextOf('garbage'))).toBeUndefined();
  });

  it('do not join the trace of whoever started a worker', async () => {
    await context.with(contextOf(PARENT), () => inSpan('worker', { root: true }, async () => undefined));
    expect(read()[0]?.traceId).not.toBe('a'.repeat(32));
  });
});

describe('what the environment asks of telemetry', () => {
  const OTLP = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318' };

  it.each<[string, NodeJS.ProcessEnv, { enabled: boolean; processors: number; env: Record<string, string> }]>([
    [
      'nothing: ids without a collector',
      {},
      {
        enabled: true,
        processors: 1,
        env: { OTEL_TRACES_EXPORTER: 'none', OTEL_METRICS_EXPORTER: 'none', OTEL_LOGS_EXPORTER: 'none' },
      },
    ],
    ['a collector for everything', OTLP, { enabled: true, processors: 0, env: {} }],
    [
      'a collector for traces',
      { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://c' },
      { enabled: true, processors: 0, env: { OTEL_METRICS_EXPORTER: 'none', OTEL_LOGS_EXPORTER: 'none' } },
    ],
    [
      'a collector, but not for traces',
      { ...OTLP, OTEL_TRACES_EXPORTER: 'none' },
      { enabled: true, processors: 1, env: {} },
    ],
    ['no telemetry at all', { ...OTLP, OTEL_SDK_DISABLED: 'true' }, { enabled: false, processors: 0, env: {} }],
  ])('%s', (_name, env, expected) => {
    const { enabled, spanProcessors, env: set } = telemetrySettings(env);
    expect({ enabled, processors: spanProcessors.length, env: set }).toEqual(expected);
  });

  it('a folder: spans are written there', async () => {
    const dir = mkdtempSync(path.join(tmpdir(), 'sla-spans-'));
    const { spanProcessors } = telemetrySettings({ SLA_TRACE_DIR: dir, OTEL_SERVICE_NAME: 'x' });
    expect(spanProcessors[0]).toBeInstanceOf(BatchSpanProcessor);
    await spanProcessors[0]?.shutdown();
    rmSync(dir, { recursive: true });
  });
});

describe('the flush', () => {
  it('sends what is left, when there is telemetry', async () => {
    await flushTelemetry();
    let flushed = 0;
    onFlush(async () => void flushed++);
    await flushTelemetry();
    expect(flushed).toBe(1);
  });
});
