export * as agreementsV1 from './agreements.js';
export * as commonV1 from './common.js';
export * as measurementV1 from './measurement.js';
export * as reportingV1 from './reporting.js';
export * as rpcV1 from './rpc.js';
export { Timestamp } from './gen/google/protobuf/timestamp.js';
export { Any } from './gen/google/protobuf/any.js';
export * from './event-catalogue.js';
