import { inspect } from 'node:util';
import { z } from 'zod';
import { LOCAL_AUDIENCE, LOCAL_ISSUER } from '../identity/local-issuer.js';

const port = z.coerce.number().int().min(0).max(65_535);
const list = z
  .string()
  .default('')
  .transform((text) =>
    text
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== ''),
  );

/** Keys that every service understands. Each service adds its own with `.extend`. */
export const platformConfig = z.object({
  SLA_ENV: z.enum(['development', 'production']).default('development'),
  SLA_LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'),
  SLA_HOST: z.string().default('0.0.0.0'),
  SLA_GRPC_PORT: port.default(50_051),
  SLA_HTTP_PORT: port.default(8_080),
  /** Connection of the run role: owns nothing, bypasses nothing. */
  DATABASE_URL: z.string().regex(/^postgres(ql)?:\/\//, 'must be a postgres:// URL'),
  SLA_DATABASE_POOL: z.coerce.number().int().min(1).max(200).default(10),
  NATS_URL: z.string().regex(/^(nats|tls):\/\//, 'must be a nats:// or tls:// URL'),
  SLA_NATS_REPLICAS: z.coerce.number().int().min(1).max(5).default(1),
  SLA_AUTH_ISSUER: z.string().min(1).default(LOCAL_ISSUER),
  SLA_AUTH_AUDIENCE: z.string().min(1).default(LOCAL_AUDIENCE),
  /** URL or file of the issuer's public keys. */
  SLA_AUTH_JWKS: z.string().min(1),
  /** Issuer of the tokens that Kubernetes projects into our own pods, with its keys and the subjects that are ours. */
  SLA_SERVICE_ISSUER: z.string().optional(),
  SLA_SERVICE_JWKS: z.string().optional(),
  /** For example `system:serviceaccount:sla:measurement`; separated by commas. */
  SLA_SERVICE_ACCOUNTS: list,
  /** File with API keys for ingest: a list of {sha256, subject, tenant, party?, roles: ["ingest"]}. */
  SLA_API_KEYS_FILE: z.string().optional(),
  /** Tenants of the installation, separated by commas; empty means that the issuer alone decides. */
  SLA_TENANTS: list,
  SLA_TLS_CERT: z.string().optional(),
  SLA_TLS_KEY: z.string().optional(),
  /** Certificate authority of callers: with it every caller must show a certificate. */
  SLA_TLS_CLIENT_CA: z.string().optional(),
  /** Certificate authority of the services that this one calls; without it calls are not encrypted. */
  SLA_TLS_CA: z.string().optional(),
  /** File with the token with which this service calls others. */
  SLA_SERVICE_TOKEN_FILE: z.string().optional(),
});

export type PlatformConfig = z.infer<typeof platformConfig>;

/** The environment does not describe a service that could run. The message lists every bad key and no value. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/**
 * Reads a configuration from the environment, once. An empty variable counts as absent. The result is frozen, and prints
 * without its secrets.
 * @throws ConfigError that lists every bad key with its reason; values are never printed.
 */
export function readConfig<S extends z.ZodObject>(schema: S, env: NodeJS.ProcessEnv): Readonly<z.infer<S>> {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const parsed = schema.safeParse(given);
  const faults = [
    ...(parsed.error?.issues ?? []).map(({ path, message }) => `  ${path.join('.')}: ${message}`),
    ...contradictions(given),
  ];
  if (!parsed.success || faults.length > 0) {
    const keys = faults.length === 1 ? 'bad key' : 'bad keys';
    throw new ConfigError(`the configuration has ${faults.length} ${keys}:\n${faults.join('\n')}`);
  }
  return Object.freeze(printable(parsed.data));
}

/** Faults that no key has by itself. */
function contradictions(env: NodeJS.ProcessEnv): readonly string[] {
  const together = (...keys: readonly string[]): readonly string[] => {
    const missing = keys.filter((key) => env[key] === undefined);
    return missing.length === 0 || missing.length === keys.length
      ? []
      : missing.map((key) => `  ${key}: is required together with ${keys.filter((other) => other !== key).join(', ')}`);
  };
  const issuer = env['SLA_AUTH_ISSUER'] ?? LOCAL_ISSUER;
  return [
    ...together('SLA_TLS_CERT', 'SLA_TLS_KEY'),
    ...together('SLA_SERVICE_ISSUER', 'SLA_SERVICE_JWKS', 'SLA_SERVICE_ACCOUNTS'),
    ...(env['SLA_TLS_CLIENT_CA'] !== undefined && env['SLA_TLS_CERT'] === undefined
      ? ['  SLA_TLS_CLIENT_CA: has no effect without SLA_TLS_CERT and SLA_TLS_KEY']
      : []),
    ...(env['SLA_ENV'] === 'production' && issuer === LOCAL_ISSUER
      ? ['  SLA_AUTH_ISSUER: the local issuer proves nothing about anybody; name your identity provider in production']
      : []),
  ];
}

const SECRET_KEY = /(PASSWORD|SECRET|TOKEN|_KEY)$/;
const REDACTED = '[redacted]';

/** The values of a configuration as they may be printed: passwords in URLs and secrets of their own are left out. */
export function redacted(config: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(config).map(([key, value]) => {
      if (typeof value !== 'string') return [key, value];
      // SLA_TLS_KEY names a file, as every key that is one path does: the path says nothing, and hiding it is safe.
      return [key, SECRET_KEY.test(key) ? REDACTED : value.replace(/(:\/\/[^:/@]*):[^@]*@/, `$1:${REDACTED}@`)];
    }),
  );
}

function printable<C extends object>(config: C): C {
  const hidden = { enumerable: false, value: () => redacted(config as Record<string, unknown>) };
  return Object.defineProperties(config, { toJSON: hidden, [inspect.custom]: hidden });
}
