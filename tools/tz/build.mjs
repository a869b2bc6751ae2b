// Rebuilds libs/calendar/src/tz/data/tzdata.ts from compiled zone files (TZif) of the IANA time zone database.
//
//   pip download --no-deps tzdata && unzip tzdata-*.whl -d DIR      (the IANA data as a Python package)
//   node tools/tz/build.mjs DIR/tzdata/zoneinfo
//
// Any folder made by zic with a tzdata.zi beside the zones will do. The result depends on nothing else.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const dir = process.argv[2];
if (dir === undefined) throw new Error('usage: node tools/tz/build.mjs DIR_WITH_TZIF_FILES');
const source = readFileSync(path.join(dir, 'tzdata.zi'), 'utf8');
const version = /^# version (\S+)/.exec(source)?.[1];
if (version === undefined) throw new Error(`${dir}/tzdata.zi does not name its version`);

const lines = source.split('\n');
const zones = lines.filter((line) => line.startsWith('Z ')).map((line) => line.split(' ')[1]);
const links = lines.filter((line) => line.startsWith('L ')).map((line) => line.split(' ').slice(1));

/** `offset[,time:offset…][|POSIX rule]`: offsets in seconds, times in seconds since the time before, both in base 36. */
function encode(file) {
  const { first, transitions, rule } = readTzif(readFileSync(file));
  let previous = 0;
  const steps = transitions.map(({ at, offset }) => {
    const text = `${(at - previous).toString(36)}:${offset.toString(36)}`;
    previous = at;
    return text;
  });
  return [[first.toString(36), ...steps].join(','), rule].filter((part) => part !== '').join('|');
}

/** Version 2+ TZif (RFC 9636): the 64-bit block and the footer. Transitions that change no offset are left out. */
function readTzif(bytes) {
  const counts = (at) => [0, 1, 2, 3, 4, 5].map((i) => bytes.readUInt32BE(at + 20 + 4 * i));
  const [utc1, std1, leap1, times1, types1, chars1] = counts(0);
  const start = 44 + times1 * 5 + types1 * 6 + chars1 + leap1 * 8 + std1 + utc1;
  if (bytes.toString('latin1', start, start + 4) !== 'TZif') throw new Error('not a version 2 TZif file');
  const [utc, std, leap, times, types, chars] = counts(start);
  const timesAt = start + 44;
  const indexesAt = timesAt + times * 8;
  const typesAt = indexesAt + times;
  const offsetOf = (type) => bytes.readInt32BE(typesAt + type * 6);
  const footerAt = typesAt + types * 6 + chars + leap * 12 + std + utc;
  const rule = bytes.toString('latin1', footerAt + 1, bytes.length - 1);
  const first = offsetOf(0);
  const transitions = [];
  let current = first;
  for (let i = 0; i < times; i++) {
    const at = Number(bytes.readBigInt64BE(timesAt + i * 8));
    const offset = offsetOf(bytes[indexesAt + i]);
    // The last transition stays even when it changes no offset: the rule holds from there on, not before.
    if (offset !== current || i === times - 1) transitions.push({ at, offset });
    current = offset;
  }
  return { first, transitions, rule: rule.includes(',') ? rule : '' };
}

const quote = (text) => `'${text}'`;
const zoneLines = zones.sort().map((name) => `  ${quote(name)}: ${quote(encode(path.join(dir, name)))},`);
const linkLines = links
  .map(([target, name]) => [name, target])
  .sort(([a], [b]) => (a < b ? -1 : 1))
  .map(([name, target]) => `  ${quote(name)}: ${quote(target)},`);

const text = `// Made by tools/tz/build.mjs from the IANA time zone database, which is in the public domain. Do not edit.

/** Release of the IANA time zone database. */
export const TZ_VERSION = '${version}';

/** First offset, then transitions, then the POSIX rule that holds after the last; see tools/tz/build.mjs. */
export const ZONES: Readonly<Record<string, string>> = {
${zoneLines.join('\n')}
};

/** Other names of zones. */
export const LINKS: Readonly<Record<string, string>> = {
${linkLines.join('\n')}
};
`;
const file = path.resolve(import.meta.dirname, '../../libs/calendar/src/tz/data/tzdata.ts');
writeFileSync(file, text);
process.stdout.write(`${zones.length} zones, ${links.length} links, ${version}, ${text.length} bytes\n`);
