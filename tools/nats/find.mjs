// Finds a nats-server, or brings one: PATH, .local, Debian's package (no root needed), the Go toolchain; else says what to do.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { inWords, say } from '../bootstrap/say.mjs';

const root = path.resolve(import.meta.dirname, '../..');
const local = path.join(root, '.local');
/** Oldest server on which everything is tested. */
const MINIMUM = [2, 9, 10];
/** What the Go toolchain builds where there is one and no package. */
const GO_VERSION = 'v2.12.3';

function versionOf(binary) {
  const { status, stdout } = spawnSync(binary, ['--version'], { encoding: 'utf8' });
  const m = status === 0 ? /v(\d+)\.(\d+)\.(\d+)/.exec(stdout) : null;
  return m ? m.slice(1).map(Number) : undefined;
}

function isRecent(binary) {
  const version = versionOf(binary);
  if (version === undefined) return false;
  const first = version.findIndex((part, i) => part !== MINIMUM[i]);
  return first === -1 || version[first] > MINIMUM[first];
}

const has = (command) => spawnSync(command, ['--version'], { stdio: 'ignore' }).error === undefined;

function fromDebian() {
  if (!has('apt-get') || !has('dpkg-deb')) return undefined;
  say(
    '  fetching nats-server from Debian packages into .local …',
    '  正在从 Debian 软件包获取 nats-server 到 .local …',
  );
  const dir = mkdtempSync(path.join(tmpdir(), 'nats-'));
  try {
    const download = () =>
      spawnSync('apt-get', ['download', 'nats-server'], { cwd: dir, stdio: 'ignore' }).status === 0;
    if (!download() && process.getuid?.() === 0) {
      spawnSync('apt-get', ['update'], { stdio: 'ignore' });
      download();
    }
    const deb = readdirSync(dir).find((name) => name.endsWith('.deb'));
    if (deb === undefined) return undefined;
    mkdirSync(path.join(local, 'nats'), { recursive: true });
    execFileSync('dpkg-deb', ['-x', path.join(dir, deb), path.join(local, 'nats')]);
    return path.join(local, 'nats/usr/sbin/nats-server');
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

function fromGo() {
  if (spawnSync('go', ['version'], { stdio: 'ignore' }).status !== 0) return undefined;
  say(
    `  building nats-server ${GO_VERSION} with Go into .local …`,
    `  正在用 Go 在 .local 中构建 nats-server ${GO_VERSION} …`,
  );
  const bin = path.join(local, 'bin');
  const built = spawnSync('go', ['install', `github.com/nats-io/nats-server/v2@${GO_VERSION}`], {
    env: { ...process.env, GOBIN: bin },
    stdio: 'ignore',
  });
  return built.status === 0 ? path.join(bin, 'nats-server') : undefined;
}

/** Path of a nats-server of at least version 2.9.10. @throws Error that says what to install. */
export function findNatsServer() {
  const known = ['nats-server', path.join(local, 'nats/usr/sbin/nats-server'), path.join(local, 'bin/nats-server')];
  const found = known.find((binary) => (binary === 'nats-server' || existsSync(binary)) && isRecent(binary));
  if (found !== undefined) return found;
  for (const bring of [fromDebian, fromGo]) {
    const binary = bring();
    if (binary !== undefined && isRecent(binary)) return binary;
  }
  throw new Error(
    inWords(
      `nats-server ${MINIMUM.join('.')} or newer was not found. Install it (Debian, Ubuntu: apt-get install nats-server; macOS: brew install nats-server) and try again.`,
      `未找到 ${MINIMUM.join('.')} 或更新版本的 nats-server。请安装后重试（Debian、Ubuntu：apt-get install nats-server；macOS：brew install nats-server）。`,
    ),
  );
}
