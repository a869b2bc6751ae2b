import { describe, expect, it } from '@jest/globals';
import { saidOf } from './fires.ts';
import { projectTags } from './project-tags.ts';

interface Given {
  readonly runs?: readonly string[];
  readonly develops?: readonly string[];
  readonly tags?: readonly string[];
}
const versions = (names: readonly string[]): Record<string, string> =>
  Object.fromEntries(names.map((name) => [name, '1']));
const project = (name: string, { runs = [], develops = [], tags = [] }: Given): string =>
  JSON.stringify({ name, dependencies: versions(runs), devDependencies: versions(develops), nx: { tags } });

const KERNEL = { 'libs/kernel/package.json': project('@sla/kernel', { tags: ['type:pure', 'scope:kernel'] }) };
const TEXTS = {
  'libs/texts/package.json': project('@sla/texts', { tags: ['type:pure', 'scope:texts'], runs: ['@sla/kernel'] }),
};
const TESTKIT = { 'libs/testkit/package.json': project('@sla/testkit', { tags: ['type:testkit', 'scope:testkit'] }) };
const ORDERS = { 'services/orders/package.json': project('@sla/orders', { tags: ['type:service', 'scope:orders'] }) };
const stock = (given: Given): Record<string, string> => ({
  'services/stock/package.json': project('@sla/stock', { tags: ['type:service', 'scope:stock'], ...given }),
});
const engine = (given: Given): Record<string, string> => ({
  'libs/engine/package.json': project('@sla/engine', { tags: ['type:pure', 'scope:engine'], ...given }),
});

describe('tags of projects', () => {
  it.each([
    ['a service on a pure library', { ...KERNEL, ...stock({ runs: ['@sla/kernel', 'zod'] }) }, []],
    ['a service on the testkit, in development', { ...TESTKIT, ...stock({ develops: ['@sla/testkit'] }) }, []],
    [
      'a service on the testkit',
      { ...TESTKIT, ...stock({ runs: ['@sla/testkit'] }) },
      ['services/stock/package.json: @sla/stock (type:service) must not depend on @sla/testkit (type:testkit)'],
    ],
    [
      'a service on a service',
      { ...ORDERS, ...stock({ runs: ['@sla/orders'] }) },
      ['services/stock/package.json: @sla/stock (type:service) must not depend on @sla/orders (type:service)'],
    ],
    [
      'a service on a service, in development',
      { ...ORDERS, ...stock({ develops: ['@sla/orders'] }) },
      ['services/stock/package.json: @sla/stock (type:service) must not depend on @sla/orders (type:service)'],
    ],
    [
      'a library on a service',
      { ...ORDERS, ...engine({ runs: ['@sla/orders'] }) },
      ['libs/engine/package.json: @sla/engine (type:pure) must not depend on @sla/orders (type:service)'],
    ],
    [
      'a pure library on one that is not in its row of the table',
      { ...KERNEL, ...TEXTS, ...engine({ runs: ['@sla/kernel', '@sla/texts'] }) },
      [
        'libs/engine/package.json: @sla/engine must not depend on @sla/texts: the table of libraries allows kernel, calendar',
      ],
    ],
    [
      'no tags',
      stock({ tags: [] }),
      [
        'services/stock/package.json: has 0 tags type:, and needs exactly one',
        'services/stock/package.json: has 0 tags scope:, and needs exactly one',
      ],
    ],
    [
      'two types',
      stock({ tags: ['type:service', 'type:cli', 'scope:stock'] }),
      ['services/stock/package.json: has 2 tags type:, and needs exactly one'],
    ],
    [
      'a workspace of another kind',
      { 'package.json': JSON.stringify({ workspaces: ['libs/*', 'plugins/*'] }) },
      ['package.json: the workspace plugins/* has no tags that are checked'],
    ],
    [
      'an unknown type',
      stock({ tags: ['type:thing', 'scope:stock'] }),
      ['services/stock/package.json: type:thing is no known type'],
    ],
  ])('%s', (_name, files, expected) => {
    expect(saidOf(projectTags, files)).toEqual(expected);
  });
});
