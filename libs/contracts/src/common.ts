export * from './gen/sla/common/v1/access.js';
export * from './gen/sla/common/v1/operations.js';
export * from './gen/sla/common/v1/types.js';
