import { describe, expect, it } from '@jest/globals';
import { RELAY_SHARDS, shardOf } from './append.js';

describe('the shard of a key', () => {
  // Other figures would let two releases publish one aggregate at the same time. Source: test vectors of Fowler, Noll, Vo.
  it.each([
    ['', 2 ** 32, 0x811c9dc5],
    ['a', 2 ** 32, 0xe40c292c],
    ['foobar', 2 ** 32, 0xbf9cf968],
    ['foobar', 64, 0x28],
  ])('“%s” of %d', (key, shards, shard) => {
    expect(shardOf(key, shards)).toBe(shard);
  });

  it('spreads keys evenly', () => {
    const counts = new Map<number, number>();
    for (let i = 0; i < 6_400; i++) {
      const shard = shardOf(`demo/determination/${i}`, RELAY_SHARDS);
      counts.set(shard, (counts.get(shard) ?? 0) + 1);
    }
    expect(counts.size).toBe(RELAY_SHARDS);
    expect(Math.max(...counts.values())).toBeLessThan(200);
  });
});
