import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { agreementsV1 } from '@sla/contracts';
import type { Role } from '@sla/kernel';
import { SlaRpcError, drain, grpcClient, startService, type ClientOptions, type GrpcClient } from '@sla/platform';
import { createLocalIssuer } from '@sla/platform/issuer';
import { freePort, startNats, startPostgres } from '@sla/testkit';
import { agreementsService } from '../src/agreements.module.js';
import { config } from '../src/config.js';

const TOKEN_SECONDS = 3_600;

export type AgreementsClient = GrpcClient<typeof agreementsV1.AgreementsServiceService>;

/** Who calls, in a test. */
export interface TestCaller {
  readonly tenant?: string;
  readonly party?: string;
  readonly roles: readonly Role[];
  readonly locale?: ClientOptions['locale'];
}

/** The whole service on real servers, and clients with real tokens. */
export interface Served {
  readonly address: string;
  client(caller: TestCaller): Promise<AgreementsClient>;
  token(caller: TestCaller): Promise<string>;
  /** A client that proves nothing. */
  stranger(token?: string): AgreementsClient;
  /** Brings the service to rest; answers the steps that did not end. */
  drain(): Promise<readonly string[]>;
  close(): Promise<void>;
}

export async function serve(tenants: string): Promise<Served> {
  const dir = mkdtempSync(path.join(tmpdir(), 'sla-agreements-'));
  const issuer = await createLocalIssuer(dir);
  const [postgres, nats] = [await startPostgres(), await startNats()];
  const migrations = path.resolve(import.meta.dirname, '../prisma/migrations');
  const { url } = await postgres.createDatabase('agreements', migrations);
  const settings = config.parse({
    SLA_HOST: '127.0.0.1',
    SLA_GRPC_PORT: await freePort(),
    SLA_HTTP_PORT: await freePort(),
    SLA_LOG_LEVEL: 'silent',
    DATABASE_URL: url,
    NATS_URL: nats.url,
    SLA_AUTH_JWKS: issuer.jwksFile,
    SLA_TENANTS: tenants,
  });
  const service = await startService(agreementsService, settings);
  const address = `127.0.0.1:${service.grpcPort}`;
  const clients: AgreementsClient[] = [];
  const open = (options: Omit<ClientOptions, 'address'>): AgreementsClient => {
    const client = grpcClient(agreementsV1.AgreementsServiceService, { address, ...options });
    clients.push(client);
    return client;
  };
  const token = ({ tenant = 'demo', party, roles }: TestCaller): Promise<string> =>
    issuer.mint(
      { subject: `${roles.join('+')}@${party ?? 'nobody'}`, tenant, roles, ...(party !== undefined && { party }) },
      TOKEN_SECONDS,
    );
  return {
    address,
    token,
    async client(caller) {
      const minted = await token(caller);
      return open({ token: () => Promise.resolve(minted), ...(caller.locale && { locale: caller.locale }) });
    },
    stranger: (minted) => open(minted === undefined ? {} : { token: () => Promise.resolve(minted) }),
    drain: () => drain(service, service.log),
    async close() {
      clients.forEach((client) => client.close());
      await drain(service, service.log);
      await nats.stop();
      await postgres.stop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** The refusal of a call. */
export async function failureOf(call: Promise<unknown>): Promise<SlaRpcError> {
  const error: unknown = await call.then(
    () => new Error('nothing was refused'),
    (reason: unknown) => reason,
  );
  if (!(error instanceof SlaRpcError)) throw error;
  return error;
}
