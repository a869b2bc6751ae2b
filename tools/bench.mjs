// npm run bench [name …]: one JSON line per figure. See tools/bench/main.ts.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { build, installDependencies, pinnedEnv, pinnedNode, root } from './bootstrap/bootstrap.mjs';

installDependencies();
build();
const main = path.join(root, 'tools/bench/main.ts');
const { status } = spawnSync(pinnedNode(), ['--expose-gc', main, ...process.argv.slice(2)], {
  cwd: root,
  env: pinnedEnv(),
  stdio: 'inherit',
});
process.exit(status ?? 1);
