import type { Fault, Rule } from '../rule.ts';
import { projectsOf, WORKSPACES, type Project } from '../projects.ts';
import type { Tree } from '../tree.ts';

/** Which kinds of project may depend on which. */
const ALLOWED: Readonly<Record<string, { readonly runs: readonly string[]; readonly develops?: readonly string[] }>> = {
  pure: { runs: ['pure'] },
  contracts: { runs: [] },
  platform: { runs: ['pure', 'contracts'], develops: ['testkit'] },
  testkit: { runs: ['pure', 'contracts', 'platform'] },
  service: { runs: ['pure', 'contracts', 'platform'], develops: ['testkit'] },
  cli: { runs: ['pure', 'contracts', 'platform'], develops: ['testkit'] },
  tool: { runs: ['pure', 'contracts', 'platform', 'testkit'] },
  test: { runs: ['pure', 'contracts', 'platform', 'testkit', 'service'] },
};
/** The table of DESIGN.md 3.1, which is narrower than the kinds. */
const LIBS: Readonly<Record<string, readonly string[]>> = {
  kernel: [],
  calendar: ['kernel'],
  engine: ['kernel', 'calendar'],
  texts: ['kernel'],
  contracts: [],
  platform: ['kernel', 'texts', 'contracts'],
};

export const projectTags: Rule = {
  name: 'project-tags',
  law: 'every project has one type: and one scope: tag, and depends only on what its type and the table of libraries allow',
  check: (tree) => {
    const projects = projectsOf(tree);
    return [
      ...unseenWorkspaces(tree),
      ...projects.flatMap((project) => [...tagFaults(project), ...dependencyFaults(project, projects)]),
    ];
  },
};

/** A new kind of workspace would be a project that this rule does not see. */
function unseenWorkspaces(tree: Tree): readonly Fault[] {
  if (!tree.has('package.json')) return [];
  const { workspaces = [] } = JSON.parse(tree.text('package.json')) as { workspaces?: readonly string[] };
  return workspaces
    .filter((pattern) => !WORKSPACES.includes(pattern))
    .map((pattern) => ({ file: 'package.json', says: `the workspace ${pattern} has no tags that are checked` }));
}

const tagOf = ({ tags }: Project, kind: string): string | undefined =>
  tags.find((tag) => tag.startsWith(`${kind}:`))?.slice(kind.length + 1);

const packageFile = ({ dir }: Project): string => `${dir}/package.json`;

function tagFaults(project: Project): readonly Fault[] {
  const file = packageFile(project);
  const counts = ['type', 'scope'].map((kind) => ({
    kind,
    count: project.tags.filter((tag) => tag.startsWith(`${kind}:`)).length,
  }));
  const type = tagOf(project, 'type');
  return [
    ...counts
      .filter(({ count }) => count !== 1)
      .map(({ kind, count }) => ({ file, says: `has ${count} tags ${kind}:, and needs exactly one` })),
    ...(type === undefined || Object.hasOwn(ALLOWED, type) ? [] : [{ file, says: `type:${type} is no known type` }]),
  ];
}

function dependencyFaults(project: Project, projects: readonly Project[]): readonly Fault[] {
  const faultsOf = (names: readonly string[], development: boolean): readonly Fault[] =>
    names.flatMap((name) => {
      const target = projects.find((other) => other.name === name);
      const says = target === undefined ? undefined : whyForbidden(project, target, development);
      return says === undefined ? [] : [{ file: packageFile(project), says }];
    });
  return [...faultsOf(project.dependencies, false), ...faultsOf(project.devDependencies, true)];
}

function whyForbidden(project: Project, target: Project, development: boolean): string | undefined {
  const from = tagOf(project, 'type') ?? '';
  const to = tagOf(target, 'type') ?? '';
  const { runs = [], develops = [] } = ALLOWED[from] ?? {};
  const kinds = development ? [...runs, ...develops] : runs;
  if (!kinds.includes(to)) return `${project.name} (type:${from}) must not depend on ${target.name} (type:${to})`;
  const row = LIBS[tagOf(project, 'scope') ?? ''];
  if (row === undefined || development || row.includes(tagOf(target, 'scope') ?? '')) return undefined;
  return `${project.name} must not depend on ${target.name}: the table of libraries allows ${row.join(', ') || 'none'}`;
}
