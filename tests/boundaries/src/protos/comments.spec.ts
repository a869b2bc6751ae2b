import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { root } from '../scratch-copy.js';

const SILENT = `syntax = "proto3";
package sla.silent.v1;
service SilentService {
  rpc Say(SayRequest) returns (SayResponse);
}
message SayRequest {
  string what = 1;
  oneof manner {
    string loud = 2;
  }
}
message SayResponse {}
enum Mood {
  MOOD_UNSPECIFIED = 0;
}
`;
/** The kinds of element that promise something. */
const KINDS = ['SERVICE', 'RPC', 'MESSAGE', 'FIELD', 'ONEOF', 'ENUM', 'ENUM_VALUE'].map((kind) => `COMMENT_${kind}`);

describe('a proto without a comment', () => {
  let copy: string;
  let found: readonly { readonly path: string; readonly type: string }[];

  beforeAll(() => {
    copy = mkdtempSync(path.join(tmpdir(), 'sla-protos-'));
    cpSync(path.join(root, 'buf.yaml'), path.join(copy, 'buf.yaml'));
    cpSync(path.join(root, 'proto'), path.join(copy, 'proto'), { recursive: true });
    mkdirSync(path.join(copy, 'proto/sla/silent/v1'), { recursive: true });
    writeFileSync(path.join(copy, 'proto/sla/silent/v1/silent.proto'), SILENT);
    const buf = path.join(root, 'node_modules/.bin/buf');
    const { stdout } = spawnSync(buf, ['lint', '--error-format', 'json'], { cwd: copy, encoding: 'utf8' });
    found = stdout
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as { path: string; type: string });
  }, 60_000);
  afterAll(() => rmSync(copy, { recursive: true, force: true }));

  it.each(KINDS)('is refused by %s', (kind) => {
    expect(found.filter(({ type }) => type === kind).map((fault) => fault.path)).toContain(
      'proto/sla/silent/v1/silent.proto',
    );
  });

  it('is none of ours', () => {
    expect(found.filter((fault) => !fault.path.includes('silent'))).toEqual([]);
  });
});
