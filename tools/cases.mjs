// npm run cases: facts that we did not make up against what we compute. See tools/cases/main.ts.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { build, installDependencies, pinnedEnv, pinnedNode, root } from './bootstrap/bootstrap.mjs';

installDependencies();
build();
const { status } = spawnSync(pinnedNode(), [path.join(root, 'tools/cases/main.ts'), ...process.argv.slice(2)], {
  cwd: root,
  env: pinnedEnv(),
  stdio: 'inherit',
});
process.exit(status ?? 1);
