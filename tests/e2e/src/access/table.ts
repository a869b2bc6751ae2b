import { ROLES } from '@sla/kernel';
import { readAccessRules, type AccessRule } from '@sla/platform';
import { WALLS, type Wall } from './walls.js';

/** Services of the contracts that no process serves yet. */
export const NOT_SERVED = ['sla.incidents.v1.IncidentsService', 'sla.acceptance.v1.AcceptanceService'];

const HEAD = `# Who may call what

Reviewed by hand, checked by machine: \`table.spec.ts\` computes this text from the option \`(sla.common.v1.access)\` of every rpc and from
\`walls.ts\`, and fails with the difference when an rpc is added or a role changes; \`roles.server.spec.ts\` and \`walls.server.spec.ts\` call
every served rpc as every role, as another party and as another tenant over real gRPC. After a review: \`SLA_ACCEPT_ACCESS=1\` writes it anew.

- **Without proof** nothing below is served: no token, an expired one, one of another issuer, audience or key, an unknown API key, or a
  tenant that is not the token's own (\`proof.server.spec.ts\`). \`grpc.health.v1.Health\` and \`grpc.reflection\` answer everybody: they say
  nothing of a tenant.
- **key**: an API key has the role \`ingest\` and no other.
- **service** belongs to the installation: it names the tenant of each call in \`x-sla-tenant\`, and brings no other role into it.
- **another party** and **another tenant**: what a caller with the right role finds of an agreement in which its party has no seat, or that
  lies in another tenant: *not found* (as if it did not exist), *nothing* (an empty page), *refused*, *no data* (the rpc reads none),
  *tenant-wide* (not bound to a party: everybody in the tenant with the role), *its own* (acts on its own data only).
- Events: \`sla.<service>.v1.>\` is published by that service only. Where nats-server knows its services by users with the permissions of
  \`owners.server.spec.ts\` (\`NATS_URL=nats://user:password@host:4222\`), nobody else can; without users everybody who reaches it can. An
  event without a tenant, or for a tenant that is none of the installation, has no effect and is a dead letter (\`events.server.spec.ts\`).
- REST: served by the gateway, which is not built yet; it will pass the caller on and add nothing to this table.
`;

/** The reviewed table as the contracts imply it. */
export function accessTable(rules: ReadonlyMap<string, AccessRule> = readAccessRules()): string {
  const services = [...new Set([...rules.keys()].map((path) => path.split('/')[1] ?? ''))].sort();
  return [HEAD, ...services.map((service) => section(service, rules))].join('\n');
}

function section(service: string, rules: ReadonlyMap<string, AccessRule>): string {
  const served = !NOT_SERVED.includes(service);
  const columns = ['rpc', 'effect', ...ROLES, 'key', ...(served ? ['another party', 'another tenant'] : [])];
  const rows = [...rules]
    .filter(([path]) => path.startsWith(`/${service}/`))
    .map(([path, rule]) => [...rowOf(path, rule), ...(served ? wallsOf(WALLS[path]) : [])]);
  const lines = [columns, columns.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
  return [`## ${service}${served ? '' : ' (not served yet)'}`, '', ...lines, ''].join('\n');
}

function rowOf(path: string, { roles, effect, public: open }: AccessRule): readonly string[] {
  const mark = (allowed: boolean): string => (allowed ? 'yes' : '·');
  const allowed = ROLES.map((role) => mark(open || roles.includes(role)));
  return [path.split('/')[2] ?? '', effect, ...allowed, mark(open || roles.includes('ingest'))];
}

const wallsOf = (wall: Wall | undefined): readonly string[] => [
  wall?.otherParty ?? 'UNKNOWN',
  wall?.otherTenant ?? 'UNKNOWN',
];
