import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { Client, credentials, type ServiceError } from '@grpc/grpc-js';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { commonV1, type measurementV1 } from '@sla/contracts';
import { DomainError, type Caller, type Role } from '@sla/kernel';
import {
  callScope,
  grpcClient,
  MAX_MESSAGE_BYTES,
  RpcStatus,
  SlaRpcError,
  tokenFile,
  type GrpcClient,
} from '@sla/platform';
import { startNats, type TestNats } from '@sla/testkit';
import { rest, until } from './fixtures.js';
import { openStore, startPostgres, type TestPostgres, type TestStore } from './infrastructure.js';
import { INGESTED, PROBED, startProbe, SUMS, writeInto, type Probe } from './probe-service.js';
import { rawCall } from './raw-call.js';

const KIB_256 = 'x'.repeat(256 * 1024);
const HOUR_S = 3_600;

describe('calls to a service', () => {
  let postgres: TestPostgres;
  let store: TestStore;
  let nats: TestNats;
  let probe: Probe;
  let client: GrpcClient<typeof PROBED>;
  let keysDir: string;

  beforeAll(async () => {
    [postgres, nats] = await Promise.all([startPostgres(), startNats()]);
    store = await openStore(postgres, 'calls');
    keysDir = process.env['TMPDIR'] ?? '/tmp';
    const keys = [{ sha256: sha256('the key'), subject: 'prober', tenant: 'demo', roles: ['ingest'] }];
    const file = writeInto(keysDir, `sla-keys-${process.pid}.json`, JSON.stringify(keys));
    probe = await startProbe(store, nats.url, { env: { SLA_API_KEYS_FILE: file, SLA_TENANTS: 'demo,other' } });
    rmSync(file);
    client = await probe.client(PROBED);
  });
  afterAll(async () => {
    await probe.close();
    await nats.stop();
    await store.close();
    await postgres.stop();
  });

  const get = (options?: Parameters<typeof client.getAgreement>[1]) =>
    client.getAgreement({ agreementId: 'x' }, options);
  const failureOf = async (call: Promise<unknown>): Promise<SlaRpcError> => {
    const error: unknown = await call.then(
      () => new Error('nothing was refused'),
      (reason: unknown) => reason,
    );
    if (!(error instanceof SlaRpcError)) throw error;
    return error;
  };
  /** What the service knew of its caller. */
  async function seen(call: () => Promise<unknown>): Promise<Caller> {
    let caller: Caller | undefined;
    probe.behaviour.get = async (_request, rpc) => {
      caller = rpc.caller;
      return { agreement: undefined };
    };
    await call();
    if (caller === undefined) throw new Error('the service was not called');
    return caller;
  }

  describe('who calls', () => {
    const auditor: readonly Role[] = ['auditor'];

    it('is told by a token', async () => {
      const caller = await seen(() => get({ correlationId: 'c-1', causationId: 'e-1' }));
      expect(caller).toMatchObject({
        principal: { subject: 'prober', tenant: 'demo', kind: 'person' },
        locale: 'en',
        correlationId: 'c-1',
        causationId: 'e-1',
      });
      expect(caller.request).toBeUndefined();
    });

    it('is told by an API key, which is for samples only', async () => {
      const withKey = { address: probe.address, apiKey: async () => 'the key' };
      const ingest = grpcClient(INGESTED, withKey);
      expect(await ingest.streamBatches().finish()).toEqual(SUMS);
      ingest.close();
      const reader = grpcClient(PROBED, withKey);
      expect(await failureOf(reader.getAgreement({ agreementId: 'x' }))).toMatchObject({
        reason: 'platform.role_missing',
      });
      reader.close();
    });

    it('is told by a token in a file', async () => {
      const file = writeInto(probe.dir, 'token', `${await probe.token()}\n`);
      const fromFile = grpcClient(PROBED, { address: probe.address, token: tokenFile(file) });
      const caller = await seen(() => fromFile.getAgreement({ agreementId: 'x' }));
      fromFile.close();
      expect(caller.principal.subject).toBe('prober');
    });

    it('stands in the scope of the call, for the log', async () => {
      probe.behaviour.get = async () => {
        await rest(1);
        expect(callScope()).toEqual({ tenant: 'demo', correlationId: 'c-2' });
        return { agreement: undefined };
      };
      await get({ correlationId: 'c-2' });
    });

    it('acts for a tenant when it is a service', async () => {
      const service = await probe.client(PROBED, { roles: ['service', 'auditor'], actFor: 'other' });
      const caller = await seen(() => service.getAgreement({ agreementId: 'x' }));
      expect(caller.principal.tenant).toBe('other');
    });

    it.each<[string, Parameters<Probe['client']>[1], RpcStatus, string]>([
      ['nobody', { token: async () => undefined }, RpcStatus.UNAUTHENTICATED, 'platform.token_missing'],
      ['a forger', { token: async () => 'a.b.c' }, RpcStatus.UNAUTHENTICATED, 'platform.token_invalid'],
      [
        'who has another key',
        { token: async () => undefined, apiKey: async () => 'another' },
        RpcStatus.UNAUTHENTICATED,
        'platform.token_invalid',
      ],
      ['who lacks the role', { roles: ['ingest'] }, RpcStatus.PERMISSION_DENIED, 'platform.role_missing'],
      ['who has no role at all', { roles: [] }, RpcStatus.PERMISSION_DENIED, 'platform.role_missing'],
      [
        'of an unknown tenant',
        { tenant: 'nowhere', roles: auditor },
        RpcStatus.PERMISSION_DENIED,
        'platform.tenant_unknown',
      ],
      [
        'who names another tenant',
        { roles: auditor, actFor: 'other' },
        RpcStatus.PERMISSION_DENIED,
        'platform.tenant_foreign',
      ],
      ['a service for no tenant', { roles: ['service'] }, RpcStatus.PERMISSION_DENIED, 'platform.tenant_required'],
      [
        'a service for an unknown tenant',
        { roles: ['service'], actFor: 'nowhere' },
        RpcStatus.PERMISSION_DENIED,
        'platform.tenant_unknown',
      ],
    ])('%s is refused, in every shape of call', async (_name, caller, code, reason) => {
      const probing = await probe.client(PROBED, caller);
      const expected = { code, reason };
      expect(await failureOf(probing.getAgreement({ agreementId: 'x' }))).toMatchObject(expected);
      const watched = probing.watchAgreements({ party: '' })[Symbol.asyncIterator]().next();
      expect(await failureOf(watched)).toMatchObject(expected);
      if (caller?.roles !== undefined) return;
      const ingest = await probe.client(INGESTED, caller);
      expect(await failureOf(ingest.streamBatches().finish())).toMatchObject(expected);
    });
  });

  describe('mutations', () => {
    const freeze = (requestId: string) => client.freezeVersion({ agreementId: 'x', version: 1, requestId, etag: '' });

    it('get a request id from our client', async () => {
      const ids: (string | undefined)[] = [];
      probe.behaviour.freeze = async (_request, { caller }) => {
        ids.push(caller.request?.requestId);
        return { agreement: undefined };
      };
      await freeze('');
      await freeze('mine');
      expect(ids).toEqual([expect.stringMatching(/^[0-9a-f-]{36}$/), 'mine']);
    });

    it.each([
      [200, undefined],
      [201, 'platform.request_id_too_long'],
    ])('may have a request id of %d characters: %s', async (length, reason) => {
      const outcome = await freeze('r'.repeat(length)).catch((error: unknown) => error);
      expect(outcome instanceof SlaRpcError ? outcome.reason : undefined).toBe(reason);
    });

    it('without a request id are refused', async () => {
      const authorization = `Bearer ${await probe.token()}`;
      const answer = await rawCall(probe.address, { path: PROBED.freezeVersion.path, headers: { authorization } });
      expect(answer).toMatchObject({ code: RpcStatus.INVALID_ARGUMENT, reason: 'platform.request_id_required' });
    });

    it('are told apart by their content', async () => {
      const fingerprints = new Set<string | undefined>();
      probe.behaviour.freeze = async (_request, { caller }) => {
        fingerprints.add(caller.request?.fingerprint);
        return { agreement: undefined };
      };
      for (const version of [1, 1, 2]) {
        await client.freezeVersion({ agreementId: 'x', version, requestId: 'same', etag: '' });
      }
      expect(fingerprints.size).toBe(2);
    });
  });

  describe('deadlines', () => {
    it.each([
      ['the longest', `${HOUR_S}S`, RpcStatus.OK, ''],
      ['one second more', `${HOUR_S + 1}S`, RpcStatus.INVALID_ARGUMENT, 'platform.deadline_too_long'],
      ['20 days', '480H', RpcStatus.INVALID_ARGUMENT, 'platform.deadline_too_long'],
      ['24.86 days, where timers overflow', '2147484S', RpcStatus.INVALID_ARGUMENT, 'platform.deadline_too_long'],
      ['30 days', '720H', RpcStatus.INVALID_ARGUMENT, 'platform.deadline_too_long'],
      ['none', '', RpcStatus.OK, ''],
    ])('%s', async (_name, timeout, code, reason) => {
      const headers = { authorization: `Bearer ${await probe.token()}`, ...(timeout && { 'grpc-timeout': timeout }) };
      probe.behaviour.get = async () => ({ agreement: undefined });
      const answer = await rawCall(probe.address, { path: PROBED.getAgreement.path, headers });
      expect(answer).toMatchObject({ code, reason });
    });

    it('that are too long are refused by our client before anything is sent', async () => {
      await expect(get({ deadlineMs: HOUR_S * 1000 + 1 })).rejects.toMatchObject({
        reason: 'platform.deadline_too_long',
      });
      await expect(get({ deadlineMs: 0 })).rejects.toMatchObject({ reason: 'platform.deadline_too_long' });
    });

    it('that pass abort the handler', async () => {
      const aborted = Promise.withResolvers<void>();
      probe.behaviour.get = async (_request, { signal }) => {
        signal.addEventListener('abort', () => aborted.resolve());
        await aborted.promise;
        throw new Error('nobody waits for this');
      };
      expect(await failureOf(get({ deadlineMs: 100 }))).toMatchObject({ code: RpcStatus.DEADLINE_EXCEEDED });
      await aborted.promise;
    });
  });

  describe('failures', () => {
    const failWith = (error: unknown): void => {
      probe.behaviour.get = () => Promise.reject(error as Error);
    };

    it('carry reason, parameters and all violations, in the caller’s language', async () => {
      const violations = [
        { field: 'page_size', reason: 'platform.page_size_out_of_range', params: { value: -1, max: 9 } },
        { field: 'spec', reason: 'platform.reason_required', line: 7 },
      ];
      failWith(new DomainError('failed_precondition', 'platform.request_id_reused', { requestId: 'r' }, violations));
      expect(await failureOf(get())).toMatchObject({
        code: RpcStatus.FAILED_PRECONDITION,
        reason: 'platform.request_id_reused',
        params: { requestId: 'r' },
        message: 'Request id r was used for another content. Use a new id for a new request.',
        violations: [
          {
            field: 'page_size',
            reason: 'platform.page_size_out_of_range',
            description: 'page_size is -1; it goes from 0 to 9, and 0 means the default.',
          },
          { field: 'spec (line 7)', reason: 'platform.reason_required' },
        ],
      });
      const chinese = await probe.client(PROBED, { locale: 'zh-CN' });
      const failure = await failureOf(chinese.getAgreement({ agreementId: 'x' }));
      expect(failure.message).toBe('请求标识 r 已用于其他内容。新的请求请使用新的标识。');
      expect(failure.violations[1]?.description).toContain('必须说明原因');
    });

    it('of our own tell nothing but a trace', async () => {
      failWith(new TypeError('password=hunter2 is not a function'));
      const failure = await failureOf(get());
      expect(failure).toMatchObject({ code: RpcStatus.INTERNAL, reason: 'platform.internal' });
      expect(JSON.stringify([failure, failure.cause, failure.message])).not.toContain('hunter2');
    });

    it('of the database that pass are made again by our client', async () => {
      let attempts = 0;
      probe.behaviour.get = async () => {
        if (++attempts < 3) throw Object.assign(new Error('could not serialize access'), { code: '40001' });
        return { agreement: undefined };
      };
      await get();
      expect(attempts).toBe(3);
    });

    it('fit into what clients of the C library accept, however many violations there are', async () => {
      const violations = Array.from({ length: 500 }, (_, i) => ({
        field: `spec.items[${i}]`,
        reason: 'platform.reason_required',
      }));
      failWith(new DomainError('invalid_argument', 'platform.reason_required', {}, violations));
      const failure = await failureOf(get());
      expect(failure.violations.length).toBeGreaterThan(20);
      expect(failure.params).toEqual({ violations_total: '500' });
      const headers = { authorization: `Bearer ${await probe.token()}` };
      const answer = await rawCall(probe.address, { path: PROBED.getAgreement.path, headers });
      expect(JSON.stringify(answer.headers).length).toBeLessThan(8_192);
    });

    it('say which message could not be read', async () => {
      const headers = { authorization: `Bearer ${await probe.token()}` };
      const message = Buffer.from([0x0a, 0xff, 0xff]);
      const answer = await rawCall(probe.address, { path: PROBED.getAgreement.path, headers, message });
      expect(answer).toMatchObject({ code: RpcStatus.INVALID_ARGUMENT, reason: 'platform.message_malformed' });
      expect(answer.message).toContain('sla.agreements.v1.AgreementsService/GetAgreement');
      const stranger = await rawCall(probe.address, { path: PROBED.getAgreement.path, message });
      expect(stranger.reason).toBe('platform.token_missing');
    });

    it('come from messages that are too large', async () => {
      const large = 'x'.repeat(MAX_MESSAGE_BYTES - 100);
      probe.behaviour.get = async () => ({ agreement: undefined });
      await client.getAgreement({ agreementId: large });
      const authorization = `Bearer ${await probe.token()}`;
      const message = Buffer.alloc(MAX_MESSAGE_BYTES + 1);
      const answer = await rawCall(probe.address, {
        path: PROBED.getAgreement.path,
        headers: { authorization },
        message,
      });
      expect(answer.code).toBe(RpcStatus.RESOURCE_EXHAUSTED);
    });
  });

  describe('streams', () => {
    let ingest: GrpcClient<typeof INGESTED>;
    beforeEach(async () => {
      ingest = await probe.client(INGESTED);
    });
    const batch = (batchKey: string): measurementV1.StreamBatchesRequest => ({
      batch: { batchKey, source: 's', conflictRule: 0, historical: false, columns: [] },
    });

    it('of a client are read no faster than they are handled', async () => {
      const release = Promise.withResolvers<void>();
      let handled = 0;
      probe.behaviour.stream = async (requests) => {
        for await (const _request of requests) {
          await release.promise;
          handled++;
        }
        return { ...SUMS, batches: BigInt(handled) };
      };
      const stream = ingest.streamBatches();
      let sent = 0;
      const sending = (async () => {
        for (; sent < 100; sent++) await stream.send(batch(KIB_256));
      })();
      await rest(700);
      // Windows and buffers on the way hold about 8 MiB, which is 32 messages.
      expect(sent).toBeLessThan(60);
      release.resolve();
      await sending;
      expect(await stream.finish()).toMatchObject({ batches: 100n });
    });

    it('of a client are told early that they are refused', async () => {
      probe.behaviour.stream = async (requests) => {
        for await (const { batch: received } of requests) {
          if (received?.batchKey === '2')
            throw new DomainError('already_exists', 'platform.request_id_reused', { requestId: '2' });
        }
        return SUMS;
      };
      const stream = ingest.streamBatches();
      const sendAll = async (): Promise<void> => {
        for (let i = 0; i < 1_000; i++) {
          await stream.send(batch(String(i)));
          await rest(1);
        }
      };
      expect(await failureOf(sendAll())).toMatchObject({ reason: 'platform.request_id_reused' });
      expect(await failureOf(stream.finish())).toMatchObject({ reason: 'platform.request_id_reused' });
    });

    it('of a client never look complete to the handler when the client has gone away', async () => {
      for (let i = 0; i < 40; i++) {
        const begun = Promise.withResolvers<void>();
        const ended = Promise.withResolvers<string>();
        probe.behaviour.stream = async (requests) => {
          try {
            for await (const _request of requests) begun.resolve();
            ended.resolve('complete');
          } catch (error) {
            ended.resolve(String(error));
          }
          return SUMS;
        };
        const stream = ingest.streamBatches();
        await stream.send(batch('1'));
        await begun.promise;
        stream.cancel();
        expect(await ended.promise).toContain('cancelled');
      }
    });

    it('of the service are written no faster than they are read', async () => {
      let written = 0;
      probe.behaviour.watch = async function* () {
        for (; written < 60; written++) {
          yield {
            agreement: { id: KIB_256, kind: '', title: undefined, parties: [], versions: [], etag: '' },
            caughtUp: false,
          };
        }
      };
      const iterator = client.watchAgreements({ party: '' })[Symbol.asyncIterator]();
      await iterator.next();
      await rest(700);
      expect(written).toBeLessThan(40);
      let read = 1;
      while ((await iterator.next()).done !== true) read++;
      expect([read, written]).toEqual([60, 60]);
    });

    it('of the service end for the handler when the client stops reading', async () => {
      const cleaned = Promise.withResolvers<void>();
      probe.behaviour.watch = async function* (_request, { signal }) {
        try {
          yield { agreement: undefined, caughtUp: true };
          await new Promise((resolve) => signal.addEventListener('abort', resolve));
        } finally {
          cleaned.resolve();
        }
      };
      for await (const { caughtUp } of client.watchAgreements({ party: '' })) if (caughtUp) break;
      await cleaned.promise;
    });

    it('of the service carry the failure behind the messages before it', async () => {
      probe.behaviour.watch = async function* () {
        yield { agreement: undefined, caughtUp: false };
        throw new DomainError('aborted', 'platform.stream_idle', { seconds: 1 });
      };
      const iterator = client.watchAgreements({ party: '' })[Symbol.asyncIterator]();
      expect((await iterator.next()).done).toBe(false);
      expect(await failureOf(iterator.next())).toMatchObject({
        code: RpcStatus.ABORTED,
        reason: 'platform.stream_idle',
      });
    });

    it('end without an error when the reader’s own signal says so', async () => {
      probe.behaviour.watch = async function* (_request, { signal }) {
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
        yield { agreement: undefined, caughtUp: true };
      };
      const stop = new AbortController();
      const iterator = client.watchAgreements({ party: '' }, { signal: stop.signal })[Symbol.asyncIterator]();
      const next = iterator.next();
      await rest(50);
      stop.abort();
      expect((await next).done).toBe(true);
    });
  });

  describe('what every service offers', () => {
    it('says that it lives, is ready, and what it has done', async () => {
      probe.behaviour.get = async () => ({ agreement: undefined });
      await get();
      const [healthz, readyz, metrics] = await Promise.all(
        ['healthz', 'readyz', 'metrics'].map(async (name) => (await fetch(`${probe.httpAddress}/${name}`)).text()),
      );
      expect([healthz, readyz]).toEqual(['{"status":"ok"}', '{"status":"ok","events":"connected"}']);
      expect(metrics).toMatch(
        /sla_rpc_calls_total\{method="sla.agreements.v1.AgreementsService\/GetAgreement",code="0",service="measurement"\} \d+/,
      );
      expect(metrics).toContain('sla_outbox_unpublished{service="measurement"} 0');
    });

    const rawUnary = (path: string, message: Buffer): Promise<Buffer> =>
      new Promise((resolve, reject) => {
        const raw = new Client(probe.address, credentials.createInsecure());
        const identity = (bytes: Buffer): Buffer => bytes;
        raw.makeUnaryRequest(path, identity, identity, message, (error: ServiceError | null, answer?: Buffer) => {
          raw.close();
          if (error) reject(error);
          else resolve(answer ?? Buffer.alloc(0));
        });
      });

    it.each(['', 'sla.agreements.v1.AgreementsService', 'sla.common.v1.OperationsService'])(
      'answers grpc.health.v1 for “%s”',
      async (service) => {
        const request = Buffer.concat([Buffer.from([0x0a, service.length]), Buffer.from(service)]);
        // HealthCheckResponse{status: SERVING}
        expect(await rawUnary('/grpc.health.v1.Health/Check', request)).toEqual(Buffer.from([0x08, 0x01]));
      },
    );

    it('describes itself to grpcurl', async () => {
      const raw = new Client(probe.address, credentials.createInsecure());
      const identity = (bytes: Buffer): Buffer => bytes;
      const call = raw.makeBidiStreamRequest(
        '/grpc.reflection.v1.ServerReflection/ServerReflectionInfo',
        identity,
        identity,
      );
      const answer = new Promise<Buffer>((resolve, reject) => call.on('data', resolve).on('error', reject));
      call.write(Buffer.from([0x3a, 0x00])); // ServerReflectionRequest{list_services: ""}
      const services = (await answer).toString('latin1');
      call.end();
      raw.close();
      for (const name of [
        'sla.agreements.v1.AgreementsService',
        commonV1.OperationsServiceService.readEvents.path.split('/')[1],
      ]) {
        expect(services).toContain(name);
      }
    });
  });

  it('leave no listener behind on a signal that lives long', async () => {
    probe.behaviour.get = async () => ({ agreement: undefined });
    const listeners = new Set<unknown>();
    const { signal } = new AbortController();
    const [add, remove] = [signal.addEventListener.bind(signal), signal.removeEventListener.bind(signal)];
    signal.addEventListener = (...args: Parameters<typeof add>) => (listeners.add(args[1]), add(...args));
    signal.removeEventListener = (...args: Parameters<typeof remove>) => (listeners.delete(args[1]), remove(...args));
    for (let i = 0; i < 5; i++) await get({ signal });
    await until('all are removed', () => listeners.size === 0);
  });
});

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
