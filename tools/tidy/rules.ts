import type { Rule } from './rule.ts';
import { callsFlowDown } from './rules/calls-flow-down.ts';
import { declaredImports } from './rules/declared-imports.ts';
import { eventsHaveReaders } from './rules/events-have-readers.ts';
import { linksLeadSomewhere } from './rules/links-lead-somewhere.ts';
import { noLooseEnds } from './rules/no-loose-ends.ts';
import { noMachineWords } from './rules/no-machine-words.ts';
import { projectTags } from './rules/project-tags.ts';
import { protoComments } from './rules/proto-comments.ts';
import { pureChance } from './rules/pure-chance.ts';
import { requirementsAreTrue } from './rules/requirements-are-true.ts';
import { sameFolders } from './rules/same-folders.ts';
import { settingsAreDocumented } from './rules/settings-are-documented.ts';
import { ratchetHistory, sizesOnlyShrink } from './rules/sizes-only-shrink.ts';
import { textsAreUsed } from './rules/texts-are-used.ts';
import { textsInBothLanguages } from './rules/texts-in-both-languages.ts';

/** Every law that is checked by reading; each has a spec beside it that sees it fire. */
export const rulesFor = (root: string): readonly Rule[] => [
  sameFolders,
  projectTags,
  declaredImports,
  callsFlowDown,
  pureChance,
  eventsHaveReaders,
  protoComments,
  textsInBothLanguages,
  textsAreUsed,
  settingsAreDocumented,
  requirementsAreTrue,
  linksLeadSomewhere,
  noLooseEnds,
  noMachineWords,
  sizesOnlyShrink(() => ratchetHistory(root)),
];
