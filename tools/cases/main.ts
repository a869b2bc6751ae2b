// npm run cases: facts that we did not make up against what we compute. See tools/cases/README.md.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../bootstrap/bootstrap.mjs';
import { failedCase, type CaseResult, type RunCases } from './case-file.ts';
import { isDocumented, keyOf, readDisagreements, type Disagreements } from './known-disagreements.ts';
import { MAPPINGS, type Mapping } from './mappings.ts';

const folders = {
  cases: path.resolve(root, process.env['SLA_CASES_DIR'] ?? '../shared/cases'),
  data: path.resolve(root, process.env['SLA_DATA_DIR'] ?? '../shared/data'),
};

interface Tally {
  agreed: number;
  readonly documented: CaseResult[];
  readonly unexpected: CaseResult[];
}

async function main(): Promise<number> {
  const documented = readDisagreements(readFileSync(path.join(root, 'docs/known-disagreements.md'), 'utf8'));
  const mappings = [...MAPPINGS.filter(({ where, file }) => isThere(where, file)), ...unmapped()];
  let unexpected = 0;
  for (const mapping of mappings) {
    const tally = await tallyOf(mapping, documented);
    unexpected += tally.unexpected.length;
    print(mapping, tally);
  }
  if (mappings.length === 0) console.log(`no facts in ${folders.cases} or ${folders.data}; set SLA_CASES_DIR`);
  return unexpected === 0 && mappings.length > 0 ? 0 : 1;
}

function isThere(where: Mapping['where'], file: string): boolean {
  const there = existsSync(path.join(folders[where], file));
  if (!there) console.log(`${file}: not in the folder of ${where}, left out`);
  return there;
}

/** Files of cases that no row maps: said, never left out. */
function unmapped(): readonly Mapping[] {
  if (!existsSync(folders.cases)) return [];
  return readdirSync(folders.cases)
    .filter((file) => file.endsWith('.json') && !MAPPINGS.some((mapping) => mapping.file === file))
    .map((file) => ({ where: 'cases', file, module: 'none' }));
}

async function tallyOf(mapping: Mapping, documented: Disagreements): Promise<Tally> {
  const tally: Tally = { agreed: 0, documented: [], unexpected: [] };
  for await (const result of resultsOf(mapping)) {
    if (result.agree) tally.agreed++;
    else if (isDocumented(documented, result)) tally.documented.push(result);
    else tally.unexpected.push(result);
  }
  return tally;
}

async function* resultsOf({ where, file, module }: Mapping): AsyncIterable<CaseResult> {
  const place = path.join(folders[where], file);
  const code = path.join(import.meta.dirname, module);
  if (!existsSync(code)) {
    yield failedCase(file, 'a mapping', new Error(`tools/cases/${module} does not exist`), { file });
    return;
  }
  try {
    const { run } = (await import(code)) as { readonly run: RunCases };
    yield* run(JSON.parse(readFileSync(place, 'utf8')), { file: place, dir: path.dirname(place) });
  } catch (error) {
    yield failedCase(file, 'a file that can be read to its end', error, { file });
  }
}

function print({ file }: Mapping, { agreed, documented, unexpected }: Tally): void {
  console.log(`${file}: ${agreed} agree, ${documented.length} disagree (documented), ${unexpected.length} unexpected`);
  for (const { id, expected, got, inputs } of unexpected) {
    console.log(`unexpected ${id}: expected ${expected} got ${got} (key ${keyOf(inputs)})`);
  }
}

process.exitCode = await main();
