// npm start: everything from a fresh clone to a running suite. See tools/start/main.ts.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { build, installDependencies, pinnedEnv, pinnedNode, root } from './bootstrap/bootstrap.mjs';

installDependencies();
build();
const child = spawn(pinnedNode(), [path.join(root, 'tools/start/main.ts'), ...process.argv.slice(2)], {
  cwd: root,
  env: pinnedEnv(),
  stdio: 'inherit',
});
// Ctrl-C reaches the child as well; it drains everything, and we leave when it has.
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => signal === 'SIGTERM' && child.kill('SIGTERM'));
child.on('exit', (code, signal) => process.exit(code ?? (signal === null ? 1 : 130)));
