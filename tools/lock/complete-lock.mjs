// Adds to package-lock.json the optional platform packages that the registry used to write it does not hold,
// so that `npm ci` accepts the file everywhere. They carry a version and no integrity.
import { readFileSync, writeFileSync } from 'node:fs';
const file = process.argv[2] ?? 'package-lock.json';
const lock = JSON.parse(readFileSync(file, 'utf8'));
const P = lock.packages;
let added = 0;
const resolve = (from, name) => {
  for (let d = from; ; d = d.slice(0, Math.max(0, d.lastIndexOf('/node_modules/')))) {
    const k = d ? `${d}/node_modules/${name}` : `node_modules/${name}`;
    if (P[k]) return k;
    if (!d) return null;
  }
};
for (const [key, pkg] of Object.entries({ ...P }))
  for (const [name, version] of Object.entries(pkg.optionalDependencies ?? {})) {
    if (resolve(key, name) || !/^\d/.test(version)) continue;
    const m = name.match(/(darwin|win32|linux|android|freebsd|openharmony)/);
    const cpu = name.match(/(arm64|aarch64|x64|ia32|armv7|arm-|ppc64|s390x|riscv64|loong64)/)?.[1];
    P[`node_modules/${name}`] = {
      version,
      ...(pkg.dev ? { dev: true } : {}),
      optional: true,
      ...(m ? { os: [m[1]] } : {}),
      ...(cpu ? { cpu: [{ aarch64: 'arm64', armv7: 'arm', 'arm-': 'arm' }[cpu] ?? cpu] } : {}),
    };
    added++;
  }
lock.packages = Object.fromEntries(Object.entries(P).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
writeFileSync(file, JSON.stringify(lock, null, 2) + '\n');
console.log(`${added} optional packages added`);
