// Preload: node --import @sla/platform/telemetry dist/main.js
// pg, grpc-js and node:http are CommonJS or built in, so no ES module loader hook is needed (it costs 0.9 s and 75 MB).
import { GrpcInstrumentation } from '@opentelemetry/instrumentation-grpc';
import { HttpInstrumentation } from '@opentelemetry/instrumentation-http';
import { PgInstrumentation } from '@opentelemetry/instrumentation-pg';
import { NodeSDK } from '@opentelemetry/sdk-node';
import { BatchSpanProcessor } from '@opentelemetry/sdk-trace';
import { SpanFileExporter } from './telemetry/span-file.js';

const dir = process.env['SLA_TRACE_DIR'];
const service = process.env['OTEL_SERVICE_NAME'] ?? 'sla';
/** A killed process loses at most this much of its local spans. */
const FILE_DELAY_MS = 500;

const sdk = new NodeSDK({
  instrumentations: [
    new HttpInstrumentation({
      ignoreIncomingRequestHook: (request) => /^\/(healthz|readyz|metrics)/.test(request.url ?? ''),
    }),
    new GrpcInstrumentation({ ignoreGrpcMethods: ['Check', 'Watch'] }),
    new PgInstrumentation({ requireParentSpan: true }),
  ],
  ...(dir === undefined
    ? {}
    : {
        spanProcessors: [
          new BatchSpanProcessor({
            exporter: new SpanFileExporter(dir, service),
            scheduledDelayMillis: FILE_DELAY_MS,
            maxQueueSize: 16_384,
          }),
        ],
      }),
});
if (process.env['OTEL_SDK_DISABLED'] !== 'true') sdk.start();

/** Sends what is left; called by the drain, which ends the process. */
export const flushTelemetry = async (): Promise<void> => sdk.shutdown();
(globalThis as { slaFlushTelemetry?: () => Promise<void> }).slaFlushTelemetry = flushTelemetry;
