import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { agreementsV1 as v1 } from '@sla/contracts';
import { grpcClient, type GrpcClient, type SpanLine } from '@sla/platform';
import { createLocalIssuer } from '@sla/platform/issuer';
import { freePort, startNats, startPostgres, type TestNats, type TestPostgres } from '@sla/testkit';
import { rest, until } from './fixtures.js';

const SERVICE = path.resolve(import.meta.dirname, '../../../../services/agreements');

/** The agreements service as it is shipped: a process of its own, built, with the telemetry preload. */
describe('a process of the suite', () => {
  let postgres: TestPostgres;
  let nats: TestNats;
  let dir: string;
  let env: Readonly<Record<string, string>>;
  let child: ChildProcess;
  let output: string;
  let client: GrpcClient<typeof v1.AgreementsServiceService>;

  beforeAll(async () => {
    dir = mkdtempSync(path.join(tmpdir(), 'sla-process-'));
    [postgres, nats] = await Promise.all([startPostgres(), startNats()]);
    const database = await postgres.createDatabase('process', path.join(SERVICE, 'prisma/migrations'));
    const issuer = await createLocalIssuer(path.join(dir, 'issuer'));
    const [grpcPort, httpPort] = [await freePort(), await freePort()];
    env = {
      DATABASE_URL: database.url,
      NATS_URL: nats.url,
      SLA_AUTH_JWKS: issuer.jwksFile,
      SLA_HOST: '127.0.0.1',
      SLA_GRPC_PORT: String(grpcPort),
      SLA_HTTP_PORT: String(httpPort),
      SLA_TRACE_DIR: path.join(dir, 'traces'),
      OTEL_SERVICE_NAME: 'agreements',
    };
    const token = await issuer.mint({ subject: 'ada', tenant: 'demo', roles: ['auditor'] }, 600);
    const address = `127.0.0.1:${grpcPort}`;
    client = grpcClient(v1.AgreementsServiceService, { address, token: async () => token });
  });
  afterAll(async () => {
    client.close();
    await nats.stop();
    await postgres.stop();
    rmSync(dir, { recursive: true });
  });

  const run = (changes: Readonly<Record<string, string>> = {}): void => {
    output = '';
    const options = ['--enable-source-maps', '--import', '@sla/platform/telemetry', 'dist/main.js'];
    const { PATH = '' } = process.env;
    child = spawn(process.execPath, options, { cwd: SERVICE, env: { PATH, ...env, ...changes } });
    child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  };
  const ended = (): Promise<number | null> => new Promise((resolve) => child.once('exit', resolve));
  const spans = (): readonly SpanLine[] =>
    readdirSync(path.join(dir, 'traces')).flatMap((name) =>
      readFileSync(path.join(dir, 'traces', name), 'utf8')
        .trimEnd()
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as SpanLine),
    );

  it('that is configured badly names every bad key, and nothing else', async () => {
    run({ DATABASE_URL: 'mysql://secret@db', SLA_GRPC_PORT: 'many', SLA_TLS_CERT: 'cert.pem' });
    expect(await ended()).toBe(1);
    const lines = output.trimEnd().split('\n');
    expect(lines[0]).toBe('agreements does not start: the configuration has 3 bad keys:');
    expect(lines.slice(1).map((line) => line.trim().split(':')[0])).toEqual([
      'SLA_GRPC_PORT',
      'DATABASE_URL',
      'SLA_TLS_KEY',
    ]);
    expect(output).not.toContain('secret');
  });

  it('that cannot have its port says so and ends', async () => {
    run();
    await until('it is ready', () => output.includes('"ready"'));
    const first = child;
    run();
    expect(await ended()).toBe(1);
    expect(output).toMatch(/agreements does not start: .*EADDRINUSE|No address added/);
    child = first;
    const gone = ended();
    child.kill('SIGTERM');
    expect(await gone).toBe(0);
  });

  describe('that runs', () => {
    beforeEach(async () => {
      run();
      await until('it is ready', () => output.includes('"ready"'));
    });
    afterEach(() => void child.kill('SIGKILL'));

    it('ends with 0 when it is asked to, although somebody watches', async () => {
      const watch = client.watchAgreements({ party: '' })[Symbol.asyncIterator]();
      expect((await watch.next()).value?.caughtUp).toBe(true);
      const watching = watch.next().catch((error: unknown) => error);
      const exit = ended();
      child.kill('SIGTERM');
      expect(await exit).toBe(0);
      expect(await watching).toMatchObject({ reason: 'platform.shutting_down' });
      expect(output).toContain('"unfinished":[]');
    });

    it('writes its log as JSON, without secrets', async () => {
      await client.getAgreement({ agreementId: 'nothing' }).catch(() => undefined);
      const lines = output.trimEnd().split('\n');
      for (const line of lines) expect(JSON.parse(line)).toMatchObject({ service: 'agreements' });
      expect(output).not.toContain('test-only');
      expect(output).toContain('[redacted]');
    });

    it('that is killed has written the spans of a second ago', async () => {
      await client.listAgreements({ pageSize: 0, pageToken: '', party: '' });
      await rest(1_000);
      const exit = ended();
      child.kill('SIGKILL');
      await exit;
      const call = spans().find(({ name }) => name.endsWith('AgreementsService/ListAgreements'));
      expect(call).toMatchObject({
        service: 'agreements',
        attributes: { 'sla.tenant': 'demo', 'sla.correlation_id': expect.any(String) as unknown },
      });
      const inside = spans().filter(({ parentSpanId }) => parentSpanId === call?.spanId);
      expect(inside.length).toBeGreaterThan(0);
    });
  });
});
