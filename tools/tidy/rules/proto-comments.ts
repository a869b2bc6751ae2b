import { lineAt, type Fault, type Rule } from '../rule.ts';

const OURS = /^proto\/sla\/.*[.]proto$/;
const CATEGORIES = ['STANDARD', 'COMMENTS'];

/**
 * buf checks that every service, rpc, message, field, enum and enum value has a comment (tests/boundaries sees it fire);
 * this rule sees that nobody switches buf off.
 */
export const protoComments: Rule = {
  name: 'proto-comments',
  law: 'every element of a proto says what it promises, and buf is asked to check it everywhere',
  check: (tree) => [
    ...configuration(tree.has('buf.yaml') ? tree.text('buf.yaml') : ''),
    ...tree.files.filter((file) => OURS.test(file)).flatMap((file) => excuses(file, tree.text(file))),
  ],
};

function configuration(text: string): readonly Fault[] {
  const lint = /^lint:\n((?: {2,}.*\n?)+)/m.exec(text)?.[1] ?? '';
  const used = (/use: \[([^\]]*)\]/.exec(lint)?.[1] ?? '').split(',').map((name) => name.trim());
  const missing = CATEGORIES.filter((category) => !used.includes(category));
  const weakened = ['except', 'ignore', 'ignore_only'].filter((key) => new RegExp(`^ +${key}:`, 'm').test(lint));
  return [
    ...missing.map((category) => ({ file: 'buf.yaml', says: `lint does not use ${category}` })),
    ...weakened.map((key) => ({ file: 'buf.yaml', says: `lint has ${key}: no file of ours is excused` })),
  ];
}

const excuses = (file: string, text: string): readonly Fault[] =>
  [...text.matchAll(/buf:lint:ignore/g)].map(({ index }) => ({
    file,
    line: lineAt(text, index),
    says: 'excuses an element from the linter; write the comment instead',
  }));
