export { appendAudit, type AuditRecord } from './audit/chain.js';
export { platformConfig, readConfig, type PlatformConfig } from './boot/config.js';
export { drain, type Drainable } from './boot/drain.js';
export {
  runService,
  startService,
  type Composition,
  type Platform,
  type RunningService,
  type ServiceOptions,
} from './boot/run-service.js';
export * from './client.js';
export {
  clearDeadline,
  dueDeadlines,
  setDeadline,
  takeDeadline,
  DEADLINE_SHARDS,
  type Deadline,
} from './deadlines/deadlines.js';
export { type IncomingEvent } from './events/envelope.js';
export { OnEvent, type EventHandler } from './events/on-event.js';
export { readAccessRules, type AccessRule } from './grpc/access.js';
export { type RpcCall } from './grpc/rpc-call.js';
export { RpcRuntime } from './grpc/rpc-runtime.js';
export { RPC_RUNTIME, ServesGrpc, type GrpcController } from './grpc/serves-grpc.js';
export { admit, type Admission, type Arrival } from './inbox/admit.js';
export { type Logger } from './log.js';
export { pageSize, timestampOf } from './operations/operations.controller.js';
export { appendOutbox, shardOf, type NewEvent } from './outbox/append.js';
export { countUnpublished } from './outbox/read.js';
export { once } from './requests/once.js';
export { enterSystem, enterTenant, sqlOf, type Database, type RawClient, type Sql } from './sql/sql.js';
export {
  currentTraceId,
  currentTraceparent,
  inSpan,
  outsideTraces,
  SpanKind,
  type SpanOptions,
} from './telemetry/trace.js';
export { PollingWorker } from './boot/polling-worker.js';
export { ClientDatabase } from './sql/client-database.js';
export { type Worker } from './boot/worker.js';
