import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import {
  createFileRegistry,
  fromBinary,
  getOption,
  hasOption,
  type DescMethod,
  type DescExtension,
  type FileRegistry,
} from '@bufbuild/protobuf';
import { FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import { ROLES, type Role } from '@sla/kernel';

/** The `access` option of one rpc. */
export interface AccessRule {
  readonly roles: readonly Role[];
  readonly effect: 'read' | 'mutation';
  readonly public: boolean;
}

const EFFECT_READ = 1;
const EFFECT_MUTATION = 2;

/** The descriptor set of all contracts, as built from proto/. */
export const readDescriptors = (): Buffer =>
  readFileSync(createRequire(import.meta.url).resolve('@sla/contracts/descriptors'));

/**
 * Access rules of all rpcs by path (`/sla.agreements.v1.AgreementsService/SignVersion`).
 * @throws Error when an rpc of ours has no rule, an unknown role, or is a unary mutation without request_id: such a process must not start.
 */
export function readAccessRules(descriptors: Uint8Array = readDescriptors()): ReadonlyMap<string, AccessRule> {
  const registry = createFileRegistry(fromBinary(FileDescriptorSetSchema, descriptors));
  const extension = registry.getExtension('sla.common.v1.access');
  if (extension === undefined) throw new Error('the descriptors do not hold the option sla.common.v1.access');
  const rules = new Map<string, AccessRule>();
  for (const method of ownMethods(registry)) rules.set(pathOf(method), ruleOf(method, extension));
  return rules;
}

function ownMethods(registry: FileRegistry): DescMethod[] {
  return [...registry]
    .filter((type) => type.kind === 'service' && type.typeName.startsWith('sla.'))
    .flatMap((service) => (service.kind === 'service' ? service.methods : []));
}

const pathOf = (method: DescMethod): string => `/${method.parent.typeName}/${method.name}`;

function ruleOf(method: DescMethod, extension: DescExtension): AccessRule {
  const path = pathOf(method);
  if (!hasOption(method, extension)) throw new Error(`${path} does not declare the option (sla.common.v1.access)`);
  const access = getOption(method, extension) as { roles: string[]; effect: number; public: boolean };
  const roles = access.roles.map((role) => roleOf(role, path));
  if (access.effect !== EFFECT_READ && access.effect !== EFFECT_MUTATION)
    throw new Error(`${path} does not declare its effect`);
  const effect = access.effect === EFFECT_READ ? 'read' : 'mutation';
  if (roles.length === 0 && !access.public) throw new Error(`${path} may be called by nobody`);
  const hasRequestId = method.input.fields.some((field) => field.name === 'request_id');
  if (effect === 'mutation' && method.methodKind === 'unary' && !hasRequestId)
    throw new Error(`${path} is a mutation without request_id`);
  return { roles, effect, public: access.public };
}

function roleOf(text: string, path: string): Role {
  const role = ROLES.find((known) => known === text);
  if (role === undefined) throw new Error(`${path} names the unknown role ${text}`);
  return role;
}
