import path from 'node:path';
import { agreementsV1 } from '@sla/contracts';
import type { GrpcClient } from '@sla/platform';
import { serve as serveOn, type Served as ServedService, type TestCaller } from '@sla/testkit';
import { agreementsService } from '../src/agreements.module.js';

export { failureOf } from '@sla/testkit';

const DEFINITION = agreementsV1.AgreementsServiceService;

export type AgreementsClient = GrpcClient<typeof DEFINITION>;

/** The agreements service on real servers; its clients speak to AgreementsService. */
export interface Served extends Pick<ServedService, 'address' | 'token' | 'drain' | 'close'> {
  client(caller: TestCaller): Promise<AgreementsClient>;
  /** A client that proves nothing, or what its token proves. */
  stranger(token?: string): AgreementsClient;
}

export async function serve(tenants: string): Promise<Served> {
  const migrations = path.resolve(import.meta.dirname, '../prisma/migrations');
  const served = await serveOn(agreementsService, { migrations, tenants });
  return {
    ...served,
    client: (caller) => served.client(DEFINITION, caller),
    stranger: (token) => served.stranger(DEFINITION, token),
  };
}
