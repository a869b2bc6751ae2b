export {
  appendAudit,
  readAudit,
  verifyAuditChain,
  type AuditRecord,
  type AuditRow,
  type AuditVerdict,
} from './audit/chain.js';
export { ConfigError, platformConfig, readConfig, type PlatformConfig } from './boot/config.js';
export { drain, type Drainable } from './boot/drain.js';
export { Metrics } from './boot/metrics.js';
export { PollingWorker, type PollingOptions } from './boot/polling-worker.js';
export { runService } from './boot/run-service.js';
export type { Composition, Platform, ServiceOptions, Worker } from './boot/service.js';
export { startService, type RunningService } from './boot/start-service.js';
export { callScope, inCallScope, type CallScope } from './call-scope.js';
export * from './client.js';
export { peerOptions } from './boot/peer-options.js';
export { deadlineWorker, type DeadlineWorkerOptions } from './deadlines/deadline-worker.js';
export {
  clearDeadline,
  DEADLINE_SHARDS,
  dueDeadlines,
  setDeadline,
  takeDeadline,
  type Deadline,
} from './deadlines/deadlines.js';
export { consumerName } from './events/consumer-name.js';
export type { IncomingEvent } from './events/envelope.js';
export { OnEvent, type EventHandler } from './events/on-event.js';
export { UnusableEvent } from './events/settlement.js';
export { readAccessRules, type AccessRule } from './grpc/access.js';
export { pageSize } from './grpc/page-size.js';
export type { RpcCall } from './grpc/rpc-call.js';
export { RpcRuntime } from './grpc/rpc-runtime.js';
export { RPC_RUNTIME, ServesGrpc, type GrpcController } from './grpc/serves-grpc.js';
export { timestampOf } from './grpc/timestamp.js';
export { admit, arrivalOf, receive, type Admission, type Arrival } from './inbox/admit.js';
export type { Logger } from './log.js';
export { appendOutbox, shardOf, type NewEvent } from './outbox/append.js';
export { countUnpublished, readOutbox, type OutboxRow } from './outbox/read.js';
export { OutboxRelay, type Publisher, type RelayOptions } from './outbox/relay.js';
export { once } from './requests/once.js';
export { ClientDatabase } from './sql/client-database.js';
export { pack, unpack } from './sql/pack.js';
export { enterSystem, enterTenant, sqlOf, type Database, type RawClient, type Sql } from './sql/sql.js';
export type { SpanLine } from './telemetry/span-file.js';
export {
  currentTraceId,
  currentTraceparent,
  inSpan,
  outsideTraces,
  SpanKind,
  type SpanOptions,
} from './telemetry/trace.js';
