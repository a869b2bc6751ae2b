// npm test: everything that can fail, on a fresh machine too. The last line counts what the result files say.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { installDependencies, pinnedEnv, pinnedNode, root } from './bootstrap/bootstrap.mjs';

installDependencies();
const resultDir = path.join(root, '.local/results');
rmSync(resultDir, { recursive: true, force: true });
mkdirSync(resultDir, { recursive: true });
for (const project of projects()) rmSync(path.join(project, '.results'), { recursive: true, force: true });

const bin = (name) => path.join(root, 'node_modules/.bin', name);
const nx = (target, ...more) => [bin('nx'), 'run-many', '-t', target, '--outputStyle=static', ...more];
const outcomes = [];

/** Runs a step and says how long it took. Steps write their own result files, or count as one check each. */
function step(name, command, { counted = true, needs = [] } = {}) {
  const missing = needs.filter((need) => !outcomes.find((o) => o.name === need)?.ok);
  if (missing.length > 0) {
    console.log(`\n== ${name}: not run, because ${missing.join(', ')} failed`);
    outcomes.push({ name, ok: false, seconds: 0, counted });
    return;
  }
  console.log(`\n== ${name}`);
  const startedAt = Date.now();
  const [program, ...args] = command;
  const { status } = spawnSync(program, args, { cwd: root, env: pinnedEnv(), stdio: ['ignore', 'inherit', 'inherit'] });
  const ok = status === 0;
  outcomes.push({ name, ok, seconds: (Date.now() - startedAt) / 1000, counted });
  if (counted) {
    const result = { name, passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0, skippedNames: [] };
    writeFileSync(path.join(resultDir, `${name.replaceAll(' ', '-')}.json`), JSON.stringify(result));
  }
}

function projects() {
  const groups = ['libs', 'services', 'tests'].flatMap((group) =>
    readdirSync(path.join(root, group), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => path.join(root, group, entry.name)),
  );
  return [...groups, path.join(root, 'cli'), path.join(root, 'tools')];
}

/** All result files: one per step here, one or two per project. */
function results() {
  const files = [resultDir, ...projects().map((project) => path.join(project, '.results'))].flatMap((dir) =>
    existsSync(dir) ? readdirSync(dir).map((name) => path.join(dir, name)) : [],
  );
  return files.map((file) => JSON.parse(readFileSync(file, 'utf8')));
}

step('contracts', [pinnedNode(), 'tools/proto/check.mjs']);
step('build', nx('build'));
step('lint', [bin('oxlint'), '--type-aware', '--deny-warnings', 'libs', 'services', 'cli', 'tools', 'tests'], {
  needs: ['build'],
});
step('format', [bin('prettier'), '--check', '.']);
step('types', [bin('tsc'), '-p', 'tsconfig.json'], { needs: ['build'] });
step(
  'import laws',
  [bin('depcruise'), '--config', '.dependency-cruiser.mjs', 'libs', 'services', 'cli', 'tests', 'tools'],
  {
    needs: ['build'],
  },
);
step('tidy', [pinnedNode(), 'tools/tidy/main.ts', '--results', path.join(resultDir, 'tidy.json')], { counted: false });
step('schemas', [pinnedNode(), 'tools/prisma/check.mjs'], { needs: ['build'] });
step('unit tests', nx('test'), { counted: false, needs: ['build'] });
step('server tests', nx('test:servers', '--parallel=1'), { counted: false, needs: ['build'] });

const all = results();
const sum = (figure) => all.reduce((total, result) => total + result[figure], 0);
// A suite that died before it could write its results is a failure that no file counts.
const silent = outcomes.filter((o) => !o.ok && !o.counted && sum('failed') === 0).length;
console.log('\n== results');
for (const { name, ok, seconds } of outcomes) console.log(`${ok ? 'ok  ' : 'FAIL'} ${name} (${seconds.toFixed(1)} s)`);
for (const { name, passed, failed, skipped } of all)
  console.log(`     ${name}: ${passed} passed, ${failed} failed, ${skipped} skipped`);
for (const { name, skippedNames } of all)
  for (const test of skippedNames ?? []) console.log(`     skipped: ${name}: ${test}`);
console.log(`${sum('passed')} passed, ${sum('failed') + silent} failed, ${sum('skipped')} skipped`);
process.exit(sum('failed') + silent === 0 && outcomes.every((o) => o.ok) ? 0 : 1);
