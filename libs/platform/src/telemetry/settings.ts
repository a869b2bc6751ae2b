import { BatchSpanProcessor, NoopSpanProcessor, type SpanProcessor } from '@opentelemetry/sdk-trace';
import { SpanFileExporter } from './span-file.js';

/** A killed process loses at most this much of its local spans. */
export const FILE_DELAY_MS = 500;
/** Spans that wait to be written; more are dropped, because telemetry must never slow a call down. */
const MAX_WAITING_SPANS = 16_384;

export interface TelemetrySettings {
  readonly enabled: boolean;
  /** Where spans go; none means that the OTEL_* variables say. */
  readonly spanProcessors: readonly SpanProcessor[];
  /** OTEL_* variables to set where they are not set. */
  readonly env: Readonly<Record<string, string>>;
}

/**
 * What the environment asks for. With SLA_TRACE_DIR spans are written there, instead of being sent to a collector. Signals
 * for which no collector is named are not sent: the standard's default would call a port where nobody listens, for ever.
 */
export function telemetrySettings(env: NodeJS.ProcessEnv): TelemetrySettings {
  const quiet = ['TRACES', 'METRICS', 'LOGS']
    .filter((signal) => !isCollected(env, signal))
    .map((signal) => [`OTEL_${signal}_EXPORTER`, 'none'] as const);
  return {
    enabled: env['OTEL_SDK_DISABLED'] !== 'true',
    spanProcessors: spanProcessors(env),
    env: Object.fromEntries(quiet.filter(([name]) => env[name] === undefined)),
  };
}

function spanProcessors(env: NodeJS.ProcessEnv): readonly SpanProcessor[] {
  const { SLA_TRACE_DIR: dir, OTEL_SERVICE_NAME: service = 'sla' } = env;
  if (dir === undefined || dir === '') {
    // Spans keep their ids, which logs and determinations name, although nobody collects them.
    return isCollected(env, 'TRACES') ? [] : [new NoopSpanProcessor()];
  }
  const exporter = new SpanFileExporter(dir, service);
  const [scheduledDelayMillis, maxQueueSize] = [FILE_DELAY_MS, MAX_WAITING_SPANS];
  return [new BatchSpanProcessor({ exporter, scheduledDelayMillis, maxQueueSize })];
}

function isCollected(env: NodeJS.ProcessEnv, signal: string): boolean {
  const exporter = env[`OTEL_${signal}_EXPORTER`];
  if (exporter !== undefined) return exporter !== 'none';
  return ['OTEL_EXPORTER_OTLP_ENDPOINT', `OTEL_EXPORTER_OTLP_${signal}_ENDPOINT`].some((name) => env[name]);
}
