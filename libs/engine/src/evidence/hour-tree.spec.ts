import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { HOUR_MS, sha256Hex, type Instant } from '@sla/kernel';
import fc from 'fast-check';
import { HourTree } from './hour-tree.js';
import { merkleRoot, type HourNode } from './merkle.js';

const digest = { sha256: (data: string | Uint8Array) => createHash('sha256').update(data).digest() };
const node = (hour: number, text: string): HourNode => ({
  start: (hour * HOUR_MS) as Instant,
  hash: sha256Hex(digest, text),
});

describe('the tree of hours', () => {
  it('has the root of all hours after any change', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(9), { maxLength: 20 }), fc.nat(19), fc.nat(9), (texts, hour, text) => {
        const nodes = texts.map((n, i) => node(i, String(n)));
        const tree = new HourTree(nodes, digest);
        expect(tree.root).toBe(merkleRoot(nodes, digest));
        if (hour >= nodes.length) return;
        tree.replace(hour, node(hour, String(text)).hash);
        nodes[hour] = node(hour, String(text));
        expect(tree.root).toBe(merkleRoot(nodes, digest));
      }),
      { numRuns: 10_000 },
    );
  });

  it('hashes one path and nothing else', () => {
    let hashes = 0;
    const counting = { sha256: (data: string | Uint8Array) => (hashes++, digest.sha256(data)) };
    const tree = new HourTree(
      Array.from({ length: 720 }, (_, i) => node(i, String(i))),
      counting,
    );
    hashes = 0;
    tree.replace(300, node(300, 'late').hash);
    expect(hashes).toBe(10);
    expect(() => tree.replace(720, node(720, 'none').hash)).toThrow('hour 720 of 720');
  });
});
