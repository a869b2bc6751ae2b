import { describe, expect, it } from '@jest/globals';
import { saidOf } from './fires.ts';
import { noMachineWords } from './no-machine-words.ts';

const path = 'a path of one machine';
const registry = 'a package registry';

describe('words of one machine', () => {
  it.each([
    ['a relative path', 'a.ts', `cd ../shared/data`, []],
    ['a path of a URL', 'a.ts', 'https://example.org/home/page', []],
    ['a home folder', 'a.ts', 'see /home/mary/notes', [`a.ts:1: ${path}: /home/mary`]],
    ['a home folder of macOS', 'a.md', '`/Users/mary`', [`a.md:1: ${path}: /Users/mary`]],
    ['a temporary folder', 'a.ts', `\nwrite('/tmp/x')`, [`a.ts:2: ${path}: /tmp/x`]],
    ['a folder inside an image', 'Dockerfile', 'VOLUME /tmp/x', []],
    [
      'a host of a registry',
      '.npmrc',
      'registry=https://registry.example.com/',
      [`.npmrc:1: ${registry}: registry.example.com/`],
    ],
    [
      'a mirror',
      'a.sh',
      'export GOPROXY=https://goproxy.example.internal:8080',
      [`a.sh:1: ${registry}: goproxy.example.internal:8080`],
    ],
    [
      'the resolved of a lock',
      'lock.json',
      `"resolved": "https://example.org/a.tgz"`,
      [`lock.json:1: ${registry}: "resolved": "https:`],
    ],
    ['a member that is called so', 'a.ts', 'registry.register(x); npm.cmd; proxy.test.ts', []],
  ])('%s', (_name, file, text, expected) => {
    expect(saidOf(noMachineWords, { [file]: text })).toEqual(expected);
  });
});
