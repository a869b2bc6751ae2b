import type { Role } from '@sla/kernel';
import {
  SlaRpcError,
  drain,
  grpcClient,
  type ClientOptions,
  type GrpcClient,
  type RunningService,
  type ServiceOptions,
} from '@sla/platform';
import type { TestNats } from './nats.js';
import type { TestDatabase } from './postgres.js';
import { openPremises, type Schema, type StartOptions } from './premises.js';

const TOKEN_SECONDS = 3_600;

type Definition = Parameters<typeof grpcClient>[0];

/** Who calls, in a test. The tenant is `demo` where none is named. */
export interface TestCaller {
  readonly tenant?: string;
  readonly party?: string;
  readonly roles: readonly Role[];
  readonly locale?: ClientOptions['locale'];
}

export interface ServeOptions extends StartOptions {
  /** Tenants of the installation, separated by commas. */
  readonly tenants: string;
}

/** A whole service on real servers, and clients with real tokens. */
export interface Served {
  readonly address: string;
  readonly service: RunningService;
  readonly database: TestDatabase;
  readonly nats: TestNats;
  client<D extends Definition>(definition: D, caller: TestCaller): Promise<GrpcClient<D>>;
  token(caller: TestCaller): Promise<string>;
  /** A client that proves nothing, or what its token proves. */
  stranger<D extends Definition>(definition: D, token?: string): GrpcClient<D>;
  /** Brings the service to rest; answers the steps that did not end. */
  drain(): Promise<readonly string[]>;
  close(): Promise<void>;
}

/** Starts a service in this process, with a PostgreSQL, a nats-server and an issuer of its own. */
export async function serve<S extends Schema>(
  options: ServiceOptions<S>,
  { migrations, tenants, env = {} }: ServeOptions,
): Promise<Served> {
  const premises = await openPremises();
  const { issuer, nats } = premises;
  const how = { migrations, env: { SLA_TENANTS: tenants, ...env } };
  const { service, database, address } = await premises.start(options, how).catch(async (error: unknown) => {
    await premises.close();
    throw error;
  });
  const clients: { close(): void }[] = [];
  const open = <D extends Definition>(definition: D, how: Omit<ClientOptions, 'address'>): GrpcClient<D> => {
    const client = grpcClient(definition, { address, ...how });
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
    service,
    database,
    nats,
    token,
    async client(definition, caller) {
      const minted = await token(caller);
      return open(definition, {
        token: () => Promise.resolve(minted),
        ...(caller.locale !== undefined && { locale: caller.locale }),
      });
    },
    stranger: (definition, minted) => open(definition, minted === undefined ? {} : { token: async () => minted }),
    drain: () => drain(service, service.log),
    async close() {
      clients.forEach((client) => client.close());
      await premises.close();
    },
  };
}

/** The refusal of a call. @throws whatever it failed with instead; a call that was not refused fails the test. */
export async function failureOf(call: Promise<unknown>): Promise<SlaRpcError> {
  const error: unknown = await call.then(
    () => new Error('nothing was refused'),
    (reason: unknown) => reason,
  );
  if (error instanceof SlaRpcError) return error;
  throw error;
}
