// Preload: node --import @sla/platform/telemetry dist/main.js
// pg, grpc-js and node:http are CommonJS or built in, so no ES module loader hook is needed (it costs 0.9 s and 75 MB).
import { GrpcInstrumentation } from '@opentelemetry/instrumentation-grpc';
import { HttpInstrumentation } from '@opentelemetry/instrumentation-http';
import { PgInstrumentation } from '@opentelemetry/instrumentation-pg';
import { NodeSDK } from '@opentelemetry/sdk-node';
import { telemetrySettings } from './telemetry/settings.js';
import { onFlush } from './telemetry/flush.js';

const settings = telemetrySettings(process.env);
Object.assign(process.env, settings.env);

if (settings.enabled) {
  const sdk = new NodeSDK({
    instrumentations: [
      new HttpInstrumentation({
        ignoreIncomingRequestHook: (request) => /^\/(healthz|readyz|metrics)/.test(request.url ?? ''),
      }),
      new GrpcInstrumentation({ ignoreGrpcMethods: ['Check', 'Watch'] }),
      new PgInstrumentation({ requireParentSpan: true }),
    ],
    ...(settings.spanProcessors.length > 0 && { spanProcessors: [...settings.spanProcessors] }),
  });
  sdk.start();
  onFlush(() => sdk.shutdown());
}
