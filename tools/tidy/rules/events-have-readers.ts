import ts from 'typescript';
import type { Fault, Rule } from '../rule.ts';
import { collect, lineOf, syntaxOf } from '../syntax.ts';
import type { Tree } from '../tree.ts';

const CATALOGUE = 'libs/contracts/src/event-catalogue.ts';
const HANDLER = /^services\/([^/]+)\/src\/adapters\/nats\/.*[.]ts$/;
const OUTSIDE = 'external';

interface Stated {
  readonly event: string;
  readonly readers: readonly string[];
  readonly line: number;
}

export const eventsHaveReaders: Rule = {
  name: 'events-have-readers',
  law: 'every event has a reader with a handler for it, or the word external',
  check: (tree) => {
    if (!tree.has(CATALOGUE)) return [{ file: CATALOGUE, says: 'is missing; it names every event of the suite' }];
    const events = statedEvents(tree);
    if (events.length === 0) return [{ file: CATALOGUE, says: 'states no event that this rule can read' }];
    const handlers = handledEvents(tree);
    return [...events.flatMap((event) => unread(event, handlers)), ...unstated(events, handlers)];
  },
};

/** Properties of EVENTS: the last argument of `event(…)` lists the readers. */
function statedEvents(tree: Tree): readonly Stated[] {
  const source = syntaxOf(tree, CATALOGUE);
  return collect(source, statedEvent);
}

function statedEvent(node: ts.Node): Stated | undefined {
  if (!ts.isPropertyAssignment(node) || !ts.isCallExpression(node.initializer)) return undefined;
  let table = node.parent.parent;
  while (ts.isAsExpression(table) || ts.isSatisfiesExpression(table)) table = table.parent;
  if (!ts.isVariableDeclaration(table) || table.name.getText() !== 'EVENTS') return undefined;
  const list = node.initializer.arguments.at(-1);
  const readers = list !== undefined && ts.isArrayLiteralExpression(list) ? list.elements : [];
  return {
    event: node.name.getText(),
    readers: readers.map((reader) => (ts.isStringLiteral(reader) ? reader.text : reader.getText())),
    line: lineOf(node),
  };
}

/** Events by service that has a handler for them. */
function handledEvents(tree: Tree): ReadonlyMap<string, readonly { event: string; file: string }[]> {
  const found = new Map<string, { event: string; file: string }[]>();
  for (const file of tree.files) {
    const service = HANDLER.exec(file)?.[1];
    if (service === undefined || file.endsWith('.spec.ts')) continue;
    const handled = [...tree.text(file).matchAll(/@OnEvent\(EVENTS\.(\w+)\)/g)].map(([, event = '']) => ({
      event,
      file,
    }));
    found.set(service, [...(found.get(service) ?? []), ...handled]);
  }
  return found;
}

type Handlers = ReturnType<typeof handledEvents>;

function unread({ event, readers, line }: Stated, handlers: Handlers): readonly Fault[] {
  if (readers.length === 0)
    return [
      { file: CATALOGUE, line, says: `${event} has no reader; name one, or say '${OUTSIDE}', or do not publish it` },
    ];
  return readers
    .filter((reader) => reader !== OUTSIDE && !handlers.get(reader)?.some((handled) => handled.event === event))
    .map((reader) => ({
      file: CATALOGUE,
      line,
      says: `${reader} is named as reader of ${event} but has no @OnEvent for it`,
    }));
}

function unstated(events: readonly Stated[], handlers: Handlers): readonly Fault[] {
  return [...handlers].flatMap(([service, handled]) =>
    handled
      .filter(({ event }) => !events.some((stated) => stated.event === event && stated.readers.includes(service)))
      .map(({ event, file }) => ({
        file,
        says: `handles ${event}, but ${CATALOGUE} does not name ${service} as its reader`,
      })),
  );
}
