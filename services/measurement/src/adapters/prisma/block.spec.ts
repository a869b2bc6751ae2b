import { describe, expect, it } from '@jest/globals';
import { InvariantError, MAX_INSTANT, MIN_INSTANT, type Instant } from '@sla/kernel';
import fc from 'fast-check';
import type { StoredSample } from '../../domain/sample.js';
import { samplesOfOneKind } from '../../domain/sample.fixture.js';
import { packBlock, unpackBlock } from './block.js';
import { chunkOf, packChunk, unpackChunk } from './sequence-chunk.js';

const int64 = fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n);
const instants = fc.integer({ min: MIN_INSTANT, max: MAX_INSTANT }).map((ms) => ms as Instant);
const stored: fc.Arbitrary<readonly StoredSample[]> = fc
  .tuple(samplesOfOneKind, fc.boolean())
  .chain(([samples, numbered]) =>
    fc.tuple(
      ...samples.map((sample) =>
        fc
          .record({ seq: int64, arrival: instants, at: instants, sequence: int64 })
          .map(({ sequence, ...place }): StoredSample => ({ ...sample, ...place, ...(numbered && { sequence }) })),
      ),
    ),
  );

describe('a block of samples', () => {
  it('unpacks to what was packed', () => {
    fc.assert(fc.property(stored, (samples) => expect(unpackBlock(packBlock(samples))).toEqual(samples)));
  });

  it('unpacks from the middle of a buffer', () => {
    const [block] = [
      packBlock([{ at: 1 as Instant, seq: 2n, arrival: 3 as Instant, reading: { kind: 'state', state: 'down' } }]),
    ];
    const inside = new Uint8Array(block.length + 3);
    inside.set(block, 3);
    expect(unpackBlock(inside.subarray(3))).toEqual(unpackBlock(block));
  });

  it.each([
    ['of an unknown format', [9, 0]],
    ['of an unknown kind', [1, 9]],
  ])('%s is not read as something else', (_name, bytes) => {
    expect(() => unpackBlock(Uint8Array.from(bytes))).toThrow(InvariantError);
  });

  it('with and without sequences at once is not packed', () => {
    const sample = {
      at: 1 as Instant,
      seq: 2n,
      arrival: 3 as Instant,
      reading: { kind: 'state', state: 'up' },
    } as const;
    expect(() => packBlock([{ ...sample, sequence: 1n }, sample])).toThrow(InvariantError);
  });
});

describe('a chunk of sequences', () => {
  it('unpacks to what was packed', () => {
    const places = fc.array(fc.tuple(int64, instants)).map((entries) => new Map(entries));
    fc.assert(fc.property(places, (map) => expect(unpackChunk(packChunk(map))).toEqual(map)));
  });

  it('holds 1,024 neighbours, below zero as above', () => {
    expect([0n, 1_023n, 1_024n, -1n, -1_024n, -1_025n].map(chunkOf)).toEqual([0n, 0n, 1n, -1n, -1n, -2n]);
  });
});
