import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { EVENTS, PLANNED_EVENTS, type EventSpec } from '@sla/contracts';

const root = path.resolve(import.meta.dirname, '../../..');
const all: readonly (readonly [string, EventSpec<never>])[] = Object.entries({ ...EVENTS, ...PLANNED_EVENTS }) as never;
const owners = [...new Set(all.map(([, spec]) => spec.owner))];

/** Messages of a service's events.proto with the subject that their comment promises. */
function announced(service: string): ReadonlyMap<string, string> {
  const text = readFileSync(path.join(root, 'proto/sla', service, 'v1/events.proto'), 'utf8');
  const messages = text.matchAll(/((?:\/\/ .*\n)+)message (\w+) \{/g);
  return new Map(
    [...messages].map(([, comment = '', name = '']) => [name, /Subject (sla\.[\w.]+[\w])/.exec(comment)?.[1] ?? '']),
  );
}

/** Names in the catalogue for which a service has a handler. */
function handled(service: string): readonly string[] {
  const dir = path.join(root, 'services', service, 'src/adapters/nats');
  const files = readdirSync(dir).filter((name) => name.endsWith('.controller.ts'));
  return files.flatMap((name) =>
    [...readFileSync(path.join(dir, name), 'utf8').matchAll(/@OnEvent\(EVENTS\.(\w+)\)/g)].map((m) => m[1] ?? ''),
  );
}

describe('the event catalogue', () => {
  it.each(owners)('names every event message of %s with the subject of its comment, and no other', (owner) => {
    const stated = all
      .filter(([, spec]) => spec.owner === owner)
      .map(([, spec]) => [spec.message.split('.').at(-1), spec.subject]);
    expect(new Map(stated as [string, string][])).toEqual(announced(owner));
  });

  it.each(['measurement', 'reporting'] as const)('names %s as reader of exactly what it handles', (service) => {
    const stated = Object.entries(EVENTS as unknown as Readonly<Record<string, EventSpec<never>>>).filter(([, spec]) =>
      spec.readers.includes(service),
    );
    expect(stated.map(([name]) => name).sort()).toEqual([...handled(service)].sort());
  });

  it('gives every published event a reader or the word external', () => {
    expect(Object.values(EVENTS).filter((spec) => spec.readers.length === 0)).toEqual([]);
  });

  it('is the table in ARCHITECTURE.md', () => {
    const rows = Object.values(EVENTS).map(
      (spec) => `| \`${spec.subject}\` | \`${spec.message}\` | ${spec.owner} | ${spec.readers.join(', ')} |`,
    );
    const table = ['| Subject | Message | Owner | Readers |', '|---|---|---|---|', ...rows].join('\n');
    const text = readFileSync(path.join(root, 'ARCHITECTURE.md'), 'utf8');
    expect(/<!-- events:begin -->\n([\s\S]*?)\n<!-- events:end -->/.exec(text)?.[1]).toBe(table);
  });
});
