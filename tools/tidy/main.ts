// Style as a test: every rule reads the tree and counts as one check. Options: --root DIR, --results FILE, --all, --lower.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { faultText } from './rule.ts';
import { rulesFor } from './rules.ts';
import { largest, lowered, RATCHET, sizesIn, type Sizes } from './rules/sizes-only-shrink.ts';
import { openTree } from './tree.ts';

const SHOWN = 20;
const { values } = parseArgs({
  options: {
    root: { type: 'string' },
    results: { type: 'string' },
    all: { type: 'boolean', default: false },
    lower: { type: 'boolean', default: false },
  },
});
const root = path.resolve(values.root ?? path.join(import.meta.dirname, '../..'));
const tree = openTree(root);

if (values.lower) {
  const sizes = lowered(JSON.parse(tree.text(RATCHET)) as Sizes, largest(sizesIn(tree)));
  writeFileSync(path.join(root, RATCHET), `${JSON.stringify(sizes, null, 2)}\n`);
  process.stdout.write(`the ratchet stands at ${JSON.stringify(sizes)}\n`);
} else {
  process.exitCode = check();
}

function check(): number {
  const outcomes = rulesFor(root).map((rule) => ({ rule, faults: rule.check(tree) }));
  for (const { rule, faults } of outcomes) {
    process.stdout.write(`${faults.length === 0 ? 'ok  ' : 'FAIL'} ${rule.name}: ${rule.law}\n`);
    const shown = values.all ? faults : faults.slice(0, SHOWN);
    for (const fault of shown) process.stdout.write(`       ${faultText(fault)}\n`);
    if (shown.length < faults.length)
      process.stdout.write(`       and ${faults.length - shown.length} more; see them with --all\n`);
  }
  const failed = outcomes.filter(({ faults }) => faults.length > 0).length;
  process.stdout.write(`${tree.files.length} files, ${outcomes.length - failed} laws kept, ${failed} broken\n`);
  if (values.results !== undefined) {
    const result = { name: 'tidy', passed: outcomes.length - failed, failed, skipped: 0, skippedNames: [] };
    mkdirSync(path.dirname(values.results), { recursive: true });
    writeFileSync(values.results, `${JSON.stringify(result)}\n`);
  }
  return failed === 0 ? 0 : 1;
}
