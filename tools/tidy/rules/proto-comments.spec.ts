import { describe, expect, it } from '@jest/globals';
import { saidOf } from './fires.ts';
import { protoComments } from './proto-comments.ts';

const buf = (lint: string): string => `version: v2\nlint:\n${lint}breaking:\n  use: [WIRE_JSON]\n`;
const GOOD = buf('  use: [STANDARD, COMMENTS]\n');

describe('comments of protos', () => {
  it.each([
    ['asked for everywhere', { 'buf.yaml': GOOD }, []],
    ['not asked for', { 'buf.yaml': buf('  use: [STANDARD]\n') }, ['buf.yaml: lint does not use COMMENTS']],
    ['no configuration', {}, ['buf.yaml: lint does not use STANDARD', 'buf.yaml: lint does not use COMMENTS']],
    [
      'with an exception',
      { 'buf.yaml': buf('  use: [STANDARD, COMMENTS]\n  except: [COMMENT_FIELD]\n') },
      ['buf.yaml: lint has except: no file of ours is excused'],
    ],
    [
      'with an ignored file',
      { 'buf.yaml': buf('  use: [STANDARD, COMMENTS]\n  ignore: [proto/sla]\n') },
      ['buf.yaml: lint has ignore: no file of ours is excused'],
    ],
    [
      'excused in a proto',
      { 'buf.yaml': GOOD, 'proto/sla/a/v1/a.proto': '\n// buf:lint:ignore COMMENT_FIELD\nstring x = 1;' },
      ['proto/sla/a/v1/a.proto:2: excuses an element from the linter'],
    ],
  ])('%s', (_name, files, expected) => {
    expect(saidOf(protoComments, files)).toEqual(expected);
  });
});
