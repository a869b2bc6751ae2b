// Generates libs/contracts/src/gen and the descriptor set from proto/: lint first, so that a bad proto never becomes code.
import { execFileSync } from 'node:child_process';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');
const buf = (...args) => execFileSync(path.join(root, 'node_modules/.bin/buf'), args, { cwd: root, stdio: 'inherit' });

buf('lint');
buf('generate');
buf('build', '--as-file-descriptor-set', '-o', 'libs/contracts/descriptors.binpb');
