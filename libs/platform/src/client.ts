// The door for programs that only call services: no Nest behind it, so that a command line starts fast.
export * from './client/client.js';
export type * from './client/options.js';
export * from './client/limits.js';
export * from './client/rpc-error.js';
export * from './client/token-source.js';
export { nodeDigest } from './digest.js';
export { status as RpcStatus } from '@grpc/grpc-js';
