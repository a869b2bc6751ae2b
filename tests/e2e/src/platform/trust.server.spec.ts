import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { credentials } from '@grpc/grpc-js';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Principal } from '@sla/kernel';
import { grpcClient, SlaRpcError, type ClientOptions } from '@sla/platform';
import { startNats, type TestNats } from '@sla/testkit';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey } from 'jose';
import { openStore, startPostgres, type TestPostgres, type TestStore } from './infrastructure.js';
import { PROBED, startProbe, writeInto, type Probe } from './probe-service.js';

const CLUSTER = 'https://kubernetes.default.svc';
const OURS = 'system:serviceaccount:sla:reporting';
const withOpenssl = spawnSync('openssl', ['version']).error === undefined ? describe : describe.skip;

describe('whom a service trusts', () => {
  let postgres: TestPostgres;
  let store: TestStore;
  let nats: TestNats;
  let dir: string;

  beforeAll(async () => {
    dir = mkdtempSync(path.join(tmpdir(), 'sla-trust-'));
    [postgres, nats] = await Promise.all([startPostgres(), startNats()]);
    store = await openStore(postgres, 'trust');
  });
  afterAll(async () => {
    await nats.stop();
    await store.close();
    await postgres.stop();
    rmSync(dir, { recursive: true });
  });

  /** The principal as the service saw it, or the reason why it saw none. */
  async function principalOf(probe: Probe, options: Omit<ClientOptions, 'address'>, address = probe.address) {
    let principal: Principal | undefined;
    probe.behaviour.get = async (_request, { caller }) => {
      ({ principal } = caller);
      return { agreement: undefined };
    };
    const client = grpcClient(PROBED, { address, deadlineMs: 5_000, ...options });
    try {
      await client.getAgreement({ agreementId: 'x' });
      return principal;
    } catch (error) {
      if (!(error instanceof SlaRpcError)) throw error;
      return error.reason || error.message;
    } finally {
      client.close();
    }
  }

  describe('tokens that Kubernetes projects into pods', () => {
    let probe: Probe;
    let key: CryptoKey;

    beforeAll(async () => {
      const pair = await generateKeyPair('RS256', { extractable: true });
      key = pair.privateKey;
      const jwk = { ...(await exportJWK(pair.publicKey)), kid: 'cluster-1', alg: 'RS256', use: 'sig' };
      const jwks = writeInto(dir, 'cluster.jwks.json', JSON.stringify({ keys: [jwk] }));
      probe = await startProbe(store, nats.url, {
        env: { SLA_SERVICE_ISSUER: CLUSTER, SLA_SERVICE_JWKS: jwks, SLA_SERVICE_ACCOUNTS: `${OURS}, other` },
      });
    });
    afterAll(() => probe.close());

    const projected = (subject: string, claims: Record<string, unknown> = {}, signer = key): Promise<string> =>
      new SignJWT(claims)
        .setProtectedHeader({ alg: 'RS256', kid: 'cluster-1' })
        .setSubject(subject)
        .setIssuer(CLUSTER)
        .setAudience('sla-suite')
        .setExpirationTime('10m')
        .sign(signer);
    const seenAs = async (token: string, tenant?: string) =>
      principalOf(probe, { token: async () => token, ...(tenant !== undefined && { tenant }) });

    it('make our own service accounts services, for the tenant that they name', async () => {
      const service = { subject: OURS, roles: ['service'], kind: 'service', tenant: 'demo' };
      // GetAgreement is open to services.
      expect(await seenAs(await projected(OURS), 'demo')).toEqual(service);
      expect(await seenAs(await projected(OURS))).toBe('platform.tenant_required');
    });

    it('make nobody of the others, whatever they claim', async () => {
      const claims = { sla_roles: ['operator', 'auditor'], sla_tenant: 'demo' };
      expect(await seenAs(await projected('system:serviceaccount:shop:web', claims), 'demo')).toBe(
        'platform.token_invalid',
      );
    });

    it('are not believed when another key has signed them', async () => {
      const { privateKey } = await generateKeyPair('RS256');
      expect(await seenAs(await projected(OURS, {}, privateKey), 'demo')).toBe('platform.token_invalid');
    });

    it('leave the identity provider as it was', async () => {
      expect(await seenAs(await probe.token())).toMatchObject({ subject: 'prober', kind: 'person' });
    });
  });

  withOpenssl('client certificates', () => {
    let probe: Probe;
    let ca: Buffer;
    const file = (name: string): string => path.join(dir, name);
    const openssl = (...args: readonly string[]): void =>
      void execFileSync('openssl', args, { cwd: dir, stdio: 'ignore' });

    /** A key and a certificate for the names, signed by an authority, or by itself. */
    function certify(name: string, names: string, authority?: string): void {
      const signer = authority === undefined ? [] : ['-CA', `${authority}.crt`, '-CAkey', `${authority}.key`];
      const extension = names === '' ? [] : ['-addext', `subjectAltName=${names}`];
      const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', `${name}.key`];
      openssl(
        'req',
        '-x509',
        ...key,
        '-out',
        `${name}.crt`,
        '-days',
        '2',
        '-subj',
        `/CN=${name}`,
        ...signer,
        ...extension,
      );
    }

    beforeAll(async () => {
      certify('authority', '');
      certify('stranger-authority', '');
      certify('server', 'DNS:localhost,IP:127.0.0.1', 'authority');
      certify('auditor', 'URI:sla://demo/auditor/robot-1,DNS:robot', 'authority');
      certify('king', 'URI:sla://demo/king/robot-2', 'authority');
      certify('nameless', 'DNS:robot', 'authority');
      certify('forged', 'URI:sla://demo/auditor/robot-1', 'stranger-authority');
      ca = readFileSync(file('authority.crt'));
      probe = await startProbe(store, nats.url, {
        env: {
          SLA_TLS_CERT: file('server.crt'),
          SLA_TLS_KEY: file('server.key'),
          SLA_TLS_CLIENT_CA: file('authority.crt'),
        },
      });
    });
    afterAll(() => probe.close());

    const seenAs = (name: string | undefined, options: Omit<ClientOptions, 'address'> = {}) => {
      const pair = name === undefined ? [] : [readFileSync(file(`${name}.key`)), readFileSync(file(`${name}.crt`))];
      const channelCredentials = credentials.createSsl(ca, ...pair);
      return principalOf(probe, { channelCredentials, ...options }, `localhost:${probe.service.grpcPort}`);
    };

    it('prove who calls by the name in them', async () => {
      const robot = { subject: 'robot-1', tenant: 'demo', roles: ['auditor'], kind: 'service' };
      expect(await seenAs('auditor')).toEqual(robot);
      expect(await seenAs('auditor', { tenant: 'other' })).toBe('platform.tenant_foreign');
    });

    it('give way to a token', async () => {
      expect(await seenAs('nameless', { token: () => probe.token() })).toMatchObject({ subject: 'prober' });
    });

    it.each([
      ['a role that does not exist', 'king', 'platform.token_invalid'],
      ['no name of ours', 'nameless', 'platform.token_missing'],
    ])('with %s prove nothing', async (_what, name, reason) => {
      expect(await seenAs(name)).toBe(reason);
    });

    it.each([
      ['another authority', 'forged'],
      ['none', undefined],
    ])('of %s do not even connect', async (_what, name) => {
      expect(await seenAs(name)).not.toHaveProperty('subject');
      expect(await seenAs(name, { token: () => probe.token() })).not.toHaveProperty('subject');
    });
  });
});
