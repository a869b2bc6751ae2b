import type { Fault, Rule } from '../rule.ts';
import { childrenOf, type Tree } from '../tree.ts';

/** The edge decides nothing and stores nothing, so it has neither domain nor database (DESIGN.md 3.2). */
const EXEMPT = new Set(['gateway']);
const ADAPTERS = new Set(['documents', 'grpc', 'http', 'nats', 'peers', 'prisma', 'signatures', 'timers']);
const MAX_MAIN_LINES = 10;

/** What every service has. */
const required = (name: string): readonly string[] => [
  'README.md',
  'jest.config.mjs',
  'package.json',
  'prisma.config.ts',
  'prisma/migrations',
  'prisma/schema.prisma',
  'src/adapters/grpc',
  'src/adapters/prisma',
  'src/config.ts',
  'src/domain',
  'src/main.ts',
  `src/${name}.module.ts`,
  'src/usecases/ports.ts',
  'test',
  'tsconfig.build.json',
];

export const sameFolders: Rule = {
  name: 'same-folders',
  law: 'every service has the same folders, and no others',
  check: (tree) => serviceNames(tree).flatMap((name) => faultsOf(tree, name)),
};

/** Services of the tree that keep the skeleton. */
export const serviceNames = (tree: Tree): readonly string[] =>
  [...childrenOf(tree, 'services')].filter((name) => !EXEMPT.has(name));

function faultsOf(tree: Tree, name: string): readonly Fault[] {
  const dir = `services/${name}`;
  const wanted = required(name);
  const missing = wanted
    .filter((place) => !tree.has(`${dir}/${place}`))
    .map((place) => ({ file: `${dir}/${place}`, says: 'is missing; every service has it' }));
  const strange = ['', 'src', 'src/adapters'].flatMap((folder) => strangers(tree, dir, folder, wanted));
  return [...missing, ...strange, ...longMain(tree, `${dir}/src/main.ts`)];
}

function strangers(tree: Tree, dir: string, folder: string, wanted: readonly string[]): readonly Fault[] {
  const place = folder === '' ? dir : `${dir}/${folder}`;
  const known = (name: string): boolean => {
    const inside = folder === '' ? name : `${folder}/${name}`;
    if (folder === 'src/adapters') return ADAPTERS.has(name);
    return wanted.some((path) => path === inside || path.startsWith(`${inside}/`));
  };
  return [...childrenOf(tree, place)]
    .filter((name) => !known(name))
    .map((name) => ({ file: `${place}/${name}`, says: 'is in no other service; find its place in the skeleton' }));
}

function longMain(tree: Tree, file: string): readonly Fault[] {
  if (!tree.has(file)) return [];
  const lines = tree.text(file).trimEnd().split('\n').length;
  return lines <= MAX_MAIN_LINES
    ? []
    : [{ file, says: `has ${lines} lines; main boots the module in at most ${MAX_MAIN_LINES}` }];
}
