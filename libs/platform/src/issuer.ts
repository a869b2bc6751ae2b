export * from './identity/local-issuer.js';
