import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { agreementsV1 } from '@sla/contracts';
import { grpcClient } from './client.js';
import { SlaRpcError } from './rpc-error.js';
import { fixedToken } from './token-source.js';

/** Files that a file imports when it runs, and theirs. */
function reachable(file: string, seen = new Set<string>()): ReadonlySet<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  const source = readFileSync(file, 'utf8');
  for (const [, from = ''] of source.matchAll(/^(?:import|export) (?!type )[^;]*? from '([^']+)';/gm)) {
    if (from.startsWith('.')) reachable(path.resolve(path.dirname(file), from.replace(/\.js$/, '.ts')), seen);
    else seen.add(from);
  }
  return seen;
}

describe('the client door', () => {
  it('leads to nothing of Nest, NATS or PostgreSQL', () => {
    const modules = [...reachable(path.resolve(import.meta.dirname, '../client.ts'))];
    expect(modules).toContain('@grpc/grpc-js');
    expect(modules.filter((name) => /^(@nestjs|@nats-io|pg|pino|prom-client|jose|zod|rxjs)/.test(name))).toEqual([]);
  });
});

describe('a client without a service', () => {
  const address = '127.0.0.1:1';
  const open = () =>
    grpcClient(agreementsV1.AgreementsServiceService, { address, deadlineMs: 300, token: fixedToken('t') });

  it('says that nobody answers, with no reason of the suite', async () => {
    const client = open();
    const failure: unknown = await client.getAgreement({ agreementId: 'x' }).catch((error: unknown) => error);
    client.close();
    expect(failure).toBeInstanceOf(SlaRpcError);
    expect(failure).toMatchObject({ reason: '', violations: [], params: {} });
  });

  it('does not call when its signal was aborted before', async () => {
    const client = open();
    const call = client.getAgreement({ agreementId: 'x' }, { signal: AbortSignal.abort() });
    await expect(call).rejects.toMatchObject({ code: 1 });
    client.close();
  });

  it('fails when its token cannot be had', async () => {
    const client = grpcClient(agreementsV1.AgreementsServiceService, {
      address,
      token: () => Promise.reject(new Error('no token')),
    });
    await expect(client.getAgreement({ agreementId: 'x' })).rejects.toThrow('no token');
    client.close();
  });
});
