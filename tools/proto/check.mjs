// The committed protobuf code is what the protos say: it is generated again, and nothing may differ.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');
const generated = ['libs/contracts/src/gen', 'libs/contracts/descriptors.binpb'];

function fingerprints() {
  const files = generated.flatMap((place) => {
    const full = path.join(root, place);
    if (place.endsWith('.binpb')) return [full];
    return readdirSync(full, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name));
  });
  return new Map(
    files.map((file) => [path.relative(root, file), createHash('sha256').update(readFileSync(file)).digest('hex')]),
  );
}

const before = fingerprints();
execFileSync(process.execPath, [path.join(import.meta.dirname, 'generate.mjs')], { cwd: root, stdio: 'inherit' });
const after = fingerprints();
const changed = [...new Set([...before.keys(), ...after.keys()])].filter(
  (file) => before.get(file) !== after.get(file),
);
if (changed.length > 0) {
  process.stderr.write(
    `generated code differs from the protos; commit what was just generated:\n  ${changed.join('\n  ')}\n`,
  );
  process.exit(1);
}
process.stdout.write(`${after.size} generated files agree with the protos\n`);
