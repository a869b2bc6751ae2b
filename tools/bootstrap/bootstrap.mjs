// What npm start and npm test share: they begin on whatever Node started npm (20 or newer) and go on with the pinned one.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fail, say } from './say.mjs';

export const root = path.resolve(import.meta.dirname, '../..');
const OLDEST_NODE = 20;

/** Installs the dependencies when they are missing or older than the lock file. Only ever `npm ci`. */
export function installDependencies() {
  if (Number(process.versions.node.split('.')[0]) < OLDEST_NODE) {
    fail(
      `Node.js ${process.versions.node} is too old; install Node.js ${OLDEST_NODE} or newer and try again.`,
      `Node.js ${process.versions.node} 版本过旧，请安装 Node.js ${OLDEST_NODE} 或更新版本后重试。`,
    );
  }
  if (isInstalled()) return;
  say('Installing dependencies (npm ci; about a minute) …', '正在安装依赖（npm ci，约一分钟）…');
  const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  if (status !== 0)
    fail(
      'npm ci failed; its message stands above. Check the connection to the npm registry and try again.',
      'npm ci 失败，原因见上。请检查与 npm 源的连接后重试。',
    );
}

function isInstalled() {
  const marker = path.join(root, 'node_modules/.package-lock.json');
  if (!existsSync(marker) || !existsSync(path.join(root, 'node_modules/node/bin/node'))) return false;
  const wanted = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8')).packages;
  const there = JSON.parse(readFileSync(marker, 'utf8')).packages;
  const current = Object.entries(there).every(
    ([name, { version }]) => wanted[name] === undefined || wanted[name].version === version,
  );
  // Optional packages are of other platforms; everything else that the lock names has to be there.
  const complete = Object.entries(wanted).every(
    ([name, { optional, devOptional, peer }]) => name === '' || optional || devOptional || peer || name in there,
  );
  return current && complete;
}

/** Path of the pinned Node.js that came with the dependencies. */
export const pinnedNode = () => path.join(root, 'node_modules/node/bin/node');

/** Environment in which `node` means the pinned one and workspace tools are found. */
export const pinnedEnv = () => ({
  ...process.env,
  PATH: [path.join(root, 'node_modules/.bin'), process.env.PATH].join(path.delimiter),
  NX_DAEMON: 'false',
  NX_TUI: 'false',
});

/** Compiles what has changed; nx knows what that is. */
export function build() {
  say('Building …', '正在构建 …');
  const nx = path.join(root, 'node_modules/.bin/nx');
  const { status, stdout, stderr } = spawnSync(nx, ['run-many', '-t', 'build', '--outputStyle=static'], {
    cwd: root,
    env: pinnedEnv(),
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (status !== 0) fail(`The build failed:\n${stdout}\n${stderr}`, `构建失败：\n${stdout}\n${stderr}`);
}
