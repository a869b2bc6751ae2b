export * from './brand.js';
export * from './canonical-json.js';
export * from './digest.js';
export * from './errors.js';
export * from './instant.js';
export * from './money.js';
export * from './principal.js';
export * from './ratio.js';
