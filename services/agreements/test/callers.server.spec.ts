import { connect, type IncomingHttpHeaders } from 'node:http2';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { agreementsV1 as v1 } from '@sla/contracts';
import { DAY_MS } from '@sla/kernel';
import { RpcStatus } from '@sla/platform';
import { documentOf } from './documents.js';
import { failureOf, serve, type AgreementsClient, type Served } from './served.js';

describe('callers', () => {
  let served: Served;
  let auditor: AgreementsClient;

  beforeAll(async () => {
    served = await serve('demo,other');
    auditor = await served.client({ roles: ['auditor'] });
    const provider = await served.client({ party: 'northwind', roles: ['provider_manager'] });
    const document = Buffer.from(documentOf({ id: 'guarded' }));
    await provider.applyDocument({ document, format: v1.DocumentFormat.YAML, requestId: '', etag: '' });
  });
  afterAll(() => served.close());

  it.each<[string, () => Promise<AgreementsClient>, RpcStatus, string]>([
    ['without a token', () => Promise.resolve(served.stranger()), RpcStatus.UNAUTHENTICATED, 'platform.token_missing'],
    [
      'with a false token',
      () => Promise.resolve(served.stranger('a.b.c')),
      RpcStatus.UNAUTHENTICATED,
      'platform.token_invalid',
    ],
    [
      'of an unknown tenant',
      () => served.client({ tenant: 'nowhere', party: 'acme', roles: ['customer_manager'] }),
      RpcStatus.PERMISSION_DENIED,
      'platform.tenant_unknown',
    ],
    [
      'of another tenant',
      () => served.client({ tenant: 'other', party: 'acme', roles: ['customer_manager'] }),
      RpcStatus.NOT_FOUND,
      'agreements.agreement_not_found',
    ],
    [
      'of another party',
      () => served.client({ party: 'globex', roles: ['customer_manager'] }),
      RpcStatus.NOT_FOUND,
      'agreements.agreement_not_found',
    ],
    [
      'without a party',
      () => served.client({ roles: ['provider_manager'] }),
      RpcStatus.PERMISSION_DENIED,
      'agreements.party_required',
    ],
    [
      'with a role that may not',
      () => served.client({ roles: ['ingest'] }),
      RpcStatus.PERMISSION_DENIED,
      'platform.role_missing',
    ],
  ])('%s are refused', async (_name, open, code, reason) => {
    const error = await failureOf((await open()).getAgreement({ agreementId: 'guarded' }));
    expect([error.code, error.reason]).toEqual([code, reason]);
  });

  it('with a deadline of 30 days are refused by our client before anything is sent', async () => {
    const call = auditor.getAgreement({ agreementId: 'guarded' }, { deadlineMs: 30 * DAY_MS });
    await expect(call).rejects.toMatchObject({ reason: 'platform.deadline_too_long' });
  });

  it.each([
    ['1 h and 1 min', '3660S', [RpcStatus.INVALID_ARGUMENT]],
    ['20 days', '1728000S', [RpcStatus.INVALID_ARGUMENT]],
    // Beyond 2^31 ms the timer of the gRPC library itself overflows and ends the call before any code of ours sees it.
    ['30 days', '2592000S', [RpcStatus.INVALID_ARGUMENT, RpcStatus.DEADLINE_EXCEEDED]],
  ])('with a deadline of %s from another client are refused', async (_name, timeout, codes) => {
    const { path } = v1.AgreementsServiceService.getAgreement;
    const trailers = await callWithTimeout(served.address, path, timeout, await served.token({ roles: ['auditor'] }));
    expect(codes.map(String)).toContain(trailers['grpc-status']);
  });
});

/** A call as no client library of ours would make it: their timers refuse or overflow such a deadline before it is sent. */
function callWithTimeout(address: string, path: string, timeout: string, token: string): Promise<IncomingHttpHeaders> {
  const session = connect(`http://${address}`);
  const headers = {
    'content-type': 'application/grpc',
    te: 'trailers',
    'grpc-timeout': timeout,
    authorization: `Bearer ${token}`,
  };
  const stream = session.request({ ':method': 'POST', ':path': path, ...headers });
  return new Promise<IncomingHttpHeaders>((resolve, reject) => {
    stream.on('response', (response) => 'grpc-status' in response && resolve(response));
    stream.on('trailers', resolve);
    stream.on('error', reject);
    stream.resume().end(Buffer.alloc(5));
  }).finally(() => session.close());
}
