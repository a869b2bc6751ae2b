import type { LoggerService } from '@nestjs/common';
import { context, trace } from '@opentelemetry/api';
import pino, { type DestinationStream, type Logger } from 'pino';
import { callScope } from './call-scope.js';

/** Fields that are never written, wherever they appear. Personal data does not belong into a log at all. */
const SECRET_FIELDS = ['authorization', 'password', 'token', 'apiKey', 'privateKey'];

/** JSON logs with the ids of the active span, the tenant and the correlation id; to stdout unless told otherwise. */
export function createLogger(service: string, level: string, destination?: DestinationStream): Logger {
  const options: pino.LoggerOptions = {
    level,
    base: { service },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    mixin: whereabouts,
    redact: { paths: SECRET_FIELDS.flatMap((name) => [name, `*.${name}`]), censor: '[redacted]' },
  };
  return destination === undefined ? pino(options) : pino(options, destination);
}

function whereabouts(): Record<string, string> {
  const span = trace.getSpanContext(context.active());
  const scope = callScope();
  return {
    ...(span && { trace_id: span.traceId, span_id: span.spanId }),
    ...(scope && { tenant: scope.tenant, correlation_id: scope.correlationId }),
  };
}

type Level = 'debug' | 'warn' | 'error';

/** Nest's own messages in the same log; what Nest calls a log is detail for us. */
export function nestLogger(log: Logger): LoggerService {
  const write =
    (level: Level) =>
    (message: unknown, ...rest: unknown[]): void => {
      const from = typeof rest.at(-1) === 'string' ? { context: rest.at(-1) } : {};
      log[level]({ ...from, ...(message instanceof Error ? { err: message } : {}) }, textOf(message));
    };
  return {
    log: write('debug'),
    warn: write('warn'),
    error: write('error'),
    debug: write('debug'),
    verbose: write('debug'),
    fatal: write('error'),
  };
}

function textOf(message: unknown): string {
  if (message instanceof Error) return message.message;
  return typeof message === 'string' ? message : JSON.stringify(message);
}

export type { Logger };
