import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { Client, credentials } from '@grpc/grpc-js';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ROLES, type Role } from '@sla/kernel';
import { readAccessRules, RpcStatus, type AccessRule } from '@sla/platform';
import { attempt, bearer, type Outcome } from './attempt.js';
import { startSuite, type ServiceName, type Suite } from './shop.js';
import { NOT_SERVED } from './table.js';
import { WALLS } from './walls.js';

const RULES = readAccessRules();
const SERVICES: readonly ServiceName[] = ['agreements', 'measurement', 'reporting'];
const API_KEY = 'a key of the probes';
const SERVED_BY: Readonly<Record<ServiceName, readonly string[]>> = {
  agreements: ['sla.agreements.v1.AgreementsService', 'sla.common.v1.OperationsService'],
  measurement: [
    'sla.common.v1.OperationsService',
    'sla.measurement.v1.IngestService',
    'sla.measurement.v1.MeasurementService',
  ],
  reporting: ['sla.common.v1.OperationsService', 'sla.reporting.v1.ReportingService'],
};

/** Each served rpc at each service that serves it. */
const CALLS: readonly (readonly [string, ServiceName, AccessRule])[] = SERVICES.flatMap((service) =>
  [...RULES].flatMap(([rpc, rule]) =>
    SERVED_BY[service].includes(rpc.split('/')[1] ?? '') ? [[rpc, service, rule] as const] : [],
  ),
);

/** What the gate says: who comes past it is served, or refused for what is asked. */
const verdictOf = (outcome: Outcome): string => {
  if (outcome.kind === 'served') return 'in';
  if (outcome.reason === 'platform.role_missing') return 'out';
  if (outcome.code === RpcStatus.UNAUTHENTICATED) return 'unproven';
  if (outcome.code === RpcStatus.UNIMPLEMENTED) return 'not served';
  return [RpcStatus.INTERNAL, RpcStatus.UNKNOWN].includes(outcome.code) ? outcome.detail : 'in';
};

describe('every rpc of every service', () => {
  let suite: Suite;
  let tokens: ReadonlyMap<Role, string>;

  beforeAll(async () => {
    suite = await startSuite(({ dir }) => {
      const file = path.join(dir, 'keys.json');
      const sha256 = createHash('sha256').update(API_KEY).digest('hex');
      writeFileSync(file, JSON.stringify([{ sha256, subject: 'probes', tenant: 'demo', roles: ['ingest'] }]));
      return { SLA_API_KEYS_FILE: file, SLA_TENANTS: 'demo,other' };
    });
    const mint = async (role: Role): Promise<readonly [Role, string]> => [role, await suite.token({ roles: [role] })];
    tokens = new Map(await Promise.all(ROLES.map(mint)));
  });
  afterAll(() => suite.close());

  const call = async (service: ServiceName, rpc: string, metadata: Readonly<Record<string, string>>): Promise<string> =>
    verdictOf(await attempt(suite.services[service].address, { path: rpc, metadata }));

  it('is in the table', () => {
    expect(CALLS).toHaveLength(Object.keys(WALLS).length + 2 * 6);
  });

  it.each(CALLS)('%s of %s is open to its roles, and closed to the others', async (rpc, service, rule) => {
    const said = await Promise.all(
      ROLES.map(async (role) => {
        const tenant: Readonly<Record<string, string>> = role === 'service' ? { 'x-sla-tenant': 'demo' } : {};
        return [role, await call(service, rpc, { ...bearer(tokens.get(role) ?? ''), ...tenant })] as const;
      }),
    );
    expect(Object.fromEntries(said)).toEqual(
      Object.fromEntries(ROLES.map((role) => [role, rule.roles.includes(role) ? 'in' : 'out'])),
    );
  });

  it.each(CALLS)('%s of %s is open to an API key when it is for ingest', async (rpc, service, rule) => {
    expect(await call(service, rpc, { 'x-api-key': API_KEY })).toBe(rule.roles.includes('ingest') ? 'in' : 'out');
  });

  it.each(CALLS)('%s of %s is closed without proof', async (rpc, service) => {
    expect(await call(service, rpc, {})).toBe('unproven');
    expect(await call(service, rpc, { 'x-api-key': 'another key' })).toBe('unproven');
  });

  it.each(CALLS)('%s of %s is closed to a caller without roles', async (rpc, service) => {
    expect(await call(service, rpc, bearer(await suite.token({ roles: [] })))).toBe('out');
  });

  describe.each(SERVICES)('of %s', (service) => {
    const others = [...RULES.keys()].filter((rpc) => !SERVED_BY[service].includes(rpc.split('/')[1] ?? ''));

    it('is its own: rpcs of others are not served', async () => {
      const auditor = bearer(tokens.get('auditor') ?? '');
      const said = await Promise.all(others.map((rpc) => call(service, rpc, auditor)));
      expect(others.length).toBeGreaterThan(NOT_SERVED.length);
      expect(new Set(said)).toEqual(new Set(['not served']));
    });

    it('is what reflection lists, to everybody', async () => {
      const known = await reflectedServices(suite.services[service].address);
      expect(known.filter((name) => name.startsWith('sla.'))).toEqual([...SERVED_BY[service]].sort());
    });

    it('stands beside a health check that is open to everybody', async () => {
      const outcome = await attempt(suite.services[service].address, {
        path: '/grpc.health.v1.Health/Check',
        metadata: bearer('no.good.token'),
      });
      // HealthCheckResponse{status: SERVING}
      expect(outcome).toEqual({ kind: 'served', first: Buffer.from([0x08, 0x01]) });
    });
  });
});

/** What `grpcurl <address> list` asks. */
async function reflectedServices(address: string): Promise<readonly string[]> {
  const client = new Client(address, credentials.createInsecure());
  const asIs = (bytes: Buffer): Buffer => bytes;
  const stream = client.makeBidiStreamRequest('/grpc.reflection.v1.ServerReflection/ServerReflectionInfo', asIs, asIs);
  const answer = new Promise<Buffer>((resolve, reject) => stream.on('data', resolve).on('error', reject));
  stream.write(Buffer.from([0x3a, 0x00])); // ServerReflectionRequest{list_services: ""}
  const text = (await answer).toString('latin1');
  stream.end();
  client.close();
  return [...text.matchAll(/[a-z]+(?:\.[a-z0-9]+)+\.[A-Z]\w+/g)].map(([name]) => name).sort();
}
