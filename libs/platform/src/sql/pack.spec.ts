import { describe, expect, it } from '@jest/globals';
import { InvariantError } from '@sla/kernel';
import fc from 'fast-check';
import { pack, unpack } from './pack.js';

/** Undefined members are left out, as in JSON. */
const isDefined = (value: unknown): boolean => value !== undefined;

describe('a packed answer', () => {
  it('comes back as it was', () => {
    const leaf = fc.oneof(
      fc.string(),
      fc.double(),
      fc.boolean(),
      fc.bigInt(),
      fc.constant(null),
      fc.constant(undefined),
      fc.uint8Array(),
    );
    const key = fc
      .oneof(fc.string(), fc.constantFrom('$sla', 'value', 'type', 'data'))
      .filter((k) => k !== '__proto__');
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 3 },
        leaf,
        fc.array(tie('value')),
        fc.dictionary(key, tie('value').filter(isDefined)).map((members) => ({ ...members })),
      ),
    }));
    fc.assert(fc.property(value, (answer) => expect(unpack(pack(answer))).toEqual(answer)));
  });

  it.each([
    ['a bigint beyond 64 bits', 2n ** 70n],
    ['a Buffer', Buffer.from('ab'), new Uint8Array([97, 98])],
    ['what looks like a Buffer', { type: 'Buffer', data: [1] }],
    ['what looks like our tag', { $sla: 'bigint', value: '7' }],
    ['nothing', undefined],
    ['minus zero', -0],
  ])('may be %s', (_name, answer: unknown, back: unknown = answer) => {
    expect(unpack(pack(answer))).toEqual(back);
  });

  it.each([
    ['a Date', new Date(0)],
    ['a Map', { inner: new Map() }],
    ['a function', () => undefined],
  ])('is never %s', (_name, answer) => {
    expect(() => pack(answer)).toThrow(InvariantError);
  });

  it('of a newer release says so', () => {
    expect(() => unpack('{"$sla":"decimal","value":"1"}')).toThrow('platform.answer_unreadable');
  });
});
