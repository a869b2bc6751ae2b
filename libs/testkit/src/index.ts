export * from './servers/nats.js';
export * from './servers/ports.js';
export * from './servers/postgres.js';
export * from './servers/premises.js';
export * from './servers/serve.js';
