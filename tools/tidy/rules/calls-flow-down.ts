import ts from 'typescript';
import type { Rule } from '../rule.ts';
import { collect, isCode, lineOf, syntaxOf } from '../syntax.ts';

/** DESIGN.md 3.3: a service may call those on lower rungs. */
const RUNGS: Readonly<Record<string, number>> = {
  agreements: 0,
  measurement: 1,
  incidents: 1,
  acceptance: 1,
  reporting: 2,
  gateway: 3,
};
const FOR_ALL = new Set(['common', 'rpc']);
/** Events may flow upwards, so adapters/nats is not asked. */
const ASKED = /^services\/([^/]+)\/src\/adapters\/(grpc|peers|http)\//;

/**
 * All contracts come from one door, so dependency-cruiser cannot tell them apart: their names are read instead.
 * The grpc adapter may name lower contracts too, because an answer may carry their messages.
 */
export const callsFlowDown: Rule = {
  name: 'calls-flow-down',
  law: 'a service names its own contracts and those of lower rungs, so nobody can call upwards or sideways',
  check: (tree) =>
    tree.files.flatMap((file) => {
      const [, service, adapter] = ASKED.exec(file) ?? [];
      if (service === undefined || !isCode(file)) return [];
      const source = syntaxOf(tree, file);
      const served = adapter === 'grpc' ? servesOthers(source, service).map((fault) => ({ file, ...fault })) : [];
      const named = contractsIn(source)
        .filter(({ owner }) => !mayName(service, owner))
        .map(({ owner, line }) => ({
          file,
          line,
          says: `${service} (rung ${RUNGS[service] ?? '?'}) must not call ${owner} (rung ${RUNGS[owner] ?? '?'}); read its events`,
        }));
      return [...named, ...served];
    }),
};

function mayName(service: string, owner: string): boolean {
  if (owner === service || FOR_ALL.has(owner)) return true;
  const from = RUNGS[service];
  const to = RUNGS[owner];
  return from !== undefined && to !== undefined && to < from;
}

/** Owners of the contracts that a file imports: `measurementV1` of @sla/contracts belongs to measurement. */
function contractsIn(source: ts.SourceFile): readonly { owner: string; local: string; line: number }[] {
  return collect(source, (node) => {
    if (!ts.isImportSpecifier(node)) return undefined;
    const from = node.parent.parent.parent.moduleSpecifier;
    if (!ts.isStringLiteral(from) || from.text !== '@sla/contracts') return undefined;
    const owner = /^(\w+)V\d+$/.exec((node.propertyName ?? node.name).text)?.[1];
    return owner === undefined ? undefined : { owner, local: node.name.text, line: lineOf(node) };
  });
}

/** `measurementV1.IngestServiceService` in a grpc adapter of somebody else: a contract has one server. */
function servesOthers(source: ts.SourceFile, service: string): readonly { line: number; says: string }[] {
  const owners = new Map(contractsIn(source).map(({ local, owner }) => [local, owner]));
  return collect(source, (node) => {
    if (!ts.isPropertyAccessExpression(node) || !node.name.text.endsWith('Service')) return undefined;
    const owner = owners.get(node.expression.getText());
    if (owner === undefined || owner === service || FOR_ALL.has(owner)) return undefined;
    return { line: lineOf(node), says: `${service} must not serve ${node.name.text} of ${owner}` };
  });
}
