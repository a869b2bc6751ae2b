import { assert, defined, toHex, type Digest, type Sha256Hex } from '@sla/kernel';
import { fromHex, joinedHash, type HourNode } from './merkle.js';

/** The Merkle tree of hour nodes with every level kept: a changed hour hashes its path anew, nothing else. The root is that of `merkleRoot`. */
export class HourTree {
  readonly #levels: Uint8Array[][];

  constructor(
    nodes: readonly HourNode[],
    private readonly digest: Digest,
  ) {
    let level = nodes.map((node) => fromHex(node.hash));
    this.#levels = [level];
    while (level.length > 1) {
      level = Array.from({ length: Math.ceil(level.length / 2) }, (_, i) => this.#parent(this.#levels.length - 1, i));
      this.#levels.push(level);
    }
  }

  #parent(level: number, i: number): Uint8Array {
    const below = defined(this.#levels[level], 'level');
    const left = defined(below[2 * i], 'left child');
    const right = below[2 * i + 1];
    return right === undefined ? left : joinedHash(left, right, this.digest);
  }

  /** Puts another hash into the place of an hour. O(log n) hashes. */
  replace(hour: number, hash: Sha256Hex): void {
    const leaves = defined(this.#levels[0], 'leaves');
    assert(hour >= 0 && hour < leaves.length, `hour ${hour} of ${leaves.length}`);
    leaves[hour] = fromHex(hash);
    for (let [level, i] = [1, hour >> 1]; level < this.#levels.length; level++, i >>= 1) {
      defined(this.#levels[level], 'level')[i] = this.#parent(level - 1, i);
    }
  }

  get root(): Sha256Hex {
    const [root] = defined(this.#levels.at(-1), 'root level');
    return toHex(root ?? this.digest.sha256(''));
  }
}
