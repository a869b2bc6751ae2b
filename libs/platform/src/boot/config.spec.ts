import { inspect } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { ConfigError, platformConfig, readConfig, redacted } from './config.js';

const GOOD = {
  DATABASE_URL: 'postgres://run:s3cret@db:5432/sla',
  NATS_URL: 'nats://user:pa55@nats:4222',
  SLA_AUTH_JWKS: '/keys/jwks.json',
};
const faultsOf = (env: NodeJS.ProcessEnv): string => {
  try {
    readConfig(platformConfig, env);
    return '';
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.message;
  }
};

describe('a configuration', () => {
  it('is typed, completed and frozen', () => {
    const config = readConfig(platformConfig.extend({ OWN: z.coerce.number() }), {
      ...GOOD,
      OWN: '7',
      SLA_GRPC_PORT: '1',
      SLA_TENANTS: ' a, b,,',
    });
    expect(config).toMatchObject({ OWN: 7, SLA_GRPC_PORT: 1, SLA_HTTP_PORT: 8_080, SLA_TENANTS: ['a', 'b'] });
    expect(Object.isFrozen(config)).toBe(true);
  });

  it('takes an empty variable for an absent one', () => {
    expect(readConfig(platformConfig, { ...GOOD, SLA_TLS_CERT: '', SLA_LOG_LEVEL: '' })).toMatchObject({
      SLA_LOG_LEVEL: 'info',
    });
  });

  it('names every bad key at once, and no value', () => {
    const faults = faultsOf({ DATABASE_URL: 'mysql://x:hidden@y', SLA_GRPC_PORT: '65536', SLA_ENV: 'test' });
    expect(faults).toMatch(/^the configuration has 5 bad keys:/);
    for (const key of ['DATABASE_URL', 'SLA_GRPC_PORT', 'SLA_ENV', 'NATS_URL', 'SLA_AUTH_JWKS']) {
      expect(faults).toContain(`  ${key}: `);
    }
    expect(faults).not.toContain('hidden');
  });

  it.each([
    ['a port of 65535', { SLA_GRPC_PORT: '65535' }, ''],
    ['a pool of 200', { SLA_DATABASE_POOL: '200' }, ''],
    ['a pool of 201', { SLA_DATABASE_POOL: '201' }, 'SLA_DATABASE_POOL'],
    ['a certificate without its key', { SLA_TLS_CERT: 'c' }, 'SLA_TLS_KEY: is required together with SLA_TLS_CERT'],
    ['a key without its certificate', { SLA_TLS_KEY: 'k' }, 'SLA_TLS_CERT: is required together with SLA_TLS_KEY'],
    ['certificates of callers without TLS', { SLA_TLS_CLIENT_CA: 'a' }, 'SLA_TLS_CLIENT_CA: has no effect'],
    ['half of the cluster issuer', { SLA_SERVICE_ISSUER: 'i' }, 'SLA_SERVICE_ACCOUNTS: is required together with'],
    ['the local issuer in production', { SLA_ENV: 'production' }, 'SLA_AUTH_ISSUER: the local issuer proves nothing'],
    ['the local issuer by name', { SLA_ENV: 'production', SLA_AUTH_ISSUER: 'sla-suite-local' }, 'SLA_AUTH_ISSUER'],
    ['an identity provider in production', { SLA_ENV: 'production', SLA_AUTH_ISSUER: 'https://id' }, ''],
  ])('%s: %#', (_name, env, fault) => {
    const faults = faultsOf({ ...GOOD, ...env });
    if (fault === '') expect(faults).toBe('');
    else expect(faults).toContain(fault);
  });

  it('prints without its secrets', () => {
    const config = readConfig(platformConfig, GOOD);
    for (const text of [JSON.stringify(config), inspect(config)]) {
      expect(text).not.toMatch(/s3cret|pa55/);
      expect(text).toContain('postgres://run:[redacted]@db:5432/sla');
    }
    expect(config.DATABASE_URL).toContain('s3cret');
  });

  it.each([
    ['SLA_WEBHOOK_SECRET', 'x', '[redacted]'],
    ['SLA_TLS_KEY', '/tls.key', '[redacted]'],
    ['SLA_SERVICE_TOKEN_FILE', '/var/token', '/var/token'],
    ['URL', 'https://host/path@2', 'https://host/path@2'],
    ['URL', 'nats://token@host', 'nats://token@host'],
  ])('%s=%s is printed as %s', (key, value, printed) => {
    expect(redacted({ [key]: value })).toEqual({ [key]: printed });
  });
});
