import { execFile, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const root = path.resolve(import.meta.dirname, '../../..');
const clients = path.join(root, 'tests/clients');
const local = path.join(root, '.local/clients');
/** The contracts that the clients call, with what they import. */
const CONTRACTS = ['common', 'agreements', 'measurement'];

/** A language of clients: how its program is made ready, and how it is run. */
export interface Toolchain {
  readonly language: string;
  /** Why it cannot be used here; absent when it can. */
  readonly missing?: string;
  /** Fetches what is pinned, generates the stubs from proto/, and answers how to run the program. */
  prepare(): Promise<(env: Readonly<Record<string, string>>) => Promise<string>>;
}

const answers = (program: string, args: readonly string[]): boolean => spawnSync(program, args).status === 0;
const inherited = (): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(process.env).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  );

/** Modules and build results are kept in .local; nothing is fetched that go.sum does not know. */
export const go: Toolchain = {
  language: 'Go',
  ...(answers('go', ['version']) ? {} : { missing: 'there is no go on PATH' }),
  async prepare() {
    const home = path.join(local, 'go');
    const bin = path.join(home, 'bin');
    const env = {
      ...inherited(),
      GOMODCACHE: path.join(home, 'mod'),
      GOCACHE: path.join(home, 'build'),
      GOBIN: bin,
      GOFLAGS: '-modcacherw',
      GOTOOLCHAIN: 'local',
      GOWORK: 'off',
      PATH: `${bin}${path.delimiter}${process.env['PATH'] ?? ''}`,
    };
    const cwd = path.join(clients, 'go');
    await run('go', ['install', 'tool'], { cwd, env });
    const only = CONTRACTS.flatMap((name) => ['--path', path.join(root, 'proto/sla', name)]);
    const template = path.join(cwd, 'buf.gen.yaml');
    await run(
      path.join(root, 'node_modules/.bin/buf'),
      ['generate', root, '--template', template, '-o', cwd, ...only],
      {
        cwd: root,
        env,
      },
    );
    const program = path.join(bin, 'client');
    await run('go', ['build', '-o', program, '.'], { cwd, env });
    return async (more) => (await run(program, { env: { ...inherited(), ...more } })).stdout;
  },
};

/** The virtual environment is kept in .local and made once; its packages are those of requirements.txt. */
export const python: Toolchain = {
  language: 'Python',
  ...(answers('python3', ['-c', 'import venv, ensurepip; import sys; sys.exit(sys.version_info < (3, 10))'])
    ? {}
    : { missing: 'there is no python3 (3.10 or newer, with venv) on PATH' }),
  async prepare() {
    const venv = path.join(local, 'python/venv');
    const interpreter = path.join(venv, 'bin/python');
    const stubs = path.join(local, 'python/gen');
    if (!existsSync(interpreter)) await run('python3', ['-m', 'venv', venv]);
    const requirements = path.join(clients, 'python/requirements.txt');
    await run(interpreter, ['-m', 'pip', 'install', '--quiet', '--requirement', requirements]);
    rmSync(stubs, { recursive: true, force: true });
    mkdirSync(stubs, { recursive: true });
    const proto = path.join(root, 'proto');
    const out = [`-I${proto}`, `--python_out=${stubs}`, `--grpc_python_out=${stubs}`];
    await run(interpreter, ['-m', 'grpc_tools.protoc', ...out, ...protoFiles(proto)]);
    const program = path.join(clients, 'python/client.py');
    const env = { ...inherited(), PYTHONPATH: stubs, PYTHONDONTWRITEBYTECODE: '1', PYTHONIOENCODING: 'utf-8' };
    return async (more) => (await run(interpreter, [program], { env: { ...env, ...more } })).stdout;
  },
};

const protoFiles = (proto: string): readonly string[] =>
  CONTRACTS.flatMap((name) =>
    readdirSync(path.join(proto, 'sla', name, 'v1')).map((file) => path.join(proto, 'sla', name, 'v1', file)),
  );
