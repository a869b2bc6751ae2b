import { readFileSync } from 'node:fs';
import { ROLES } from '@sla/kernel';
import { z } from 'zod';
import { LOCAL_AUDIENCE, LOCAL_ISSUER } from '../identity/local-issuer.js';

const port = z.coerce.number().int().min(0).max(65_535);
const apiKeys = z.array(
  z.object({
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
    subject: z.string().min(1),
    tenant: z.string().min(1),
    party: z.string().optional(),
    roles: z.array(z.enum(ROLES)).min(1),
  }),
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
  /** File with API keys for ingest: a list of {sha256, subject, tenant, party?, roles}. */
  SLA_API_KEYS_FILE: z.string().optional(),
  /** Tenants of the installation, separated by commas; empty means that the issuer alone decides. */
  SLA_TENANTS: z
    .string()
    .default('')
    .transform((text) =>
      text
        .split(',')
        .map((part) => part.trim())
        .filter((part) => part !== ''),
    ),
  SLA_TLS_CERT: z.string().optional(),
  SLA_TLS_KEY: z.string().optional(),
  SLA_TLS_CLIENT_CA: z.string().optional(),
  /** File with the token with which this service calls others. */
  SLA_SERVICE_TOKEN_FILE: z.string().optional(),
});

export type PlatformConfig = z.infer<typeof platformConfig>;

/**
 * Reads a configuration from the environment, once.
 * @throws Error that lists every bad key with its reason; values are never printed.
 */
export function readConfig<S extends z.ZodObject>(schema: S, env: NodeJS.ProcessEnv): Readonly<z.infer<S>> {
  const parsed = schema.safeParse(env);
  if (parsed.success) return Object.freeze(parsed.data);
  const lines = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
  throw new Error(
    `the configuration has ${lines.length} bad ${lines.length === 1 ? 'key' : 'keys'}:\n${lines.join('\n')}`,
  );
}

/** API keys of the configured file; none without a file. */
export function readApiKeys(file: string | undefined): z.infer<typeof apiKeys> {
  return file === undefined ? [] : apiKeys.parse(JSON.parse(readFileSync(file, 'utf8')));
}
