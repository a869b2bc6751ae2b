import type { LineCounter } from 'yaml';
import type { Position } from '../../domain/document.js';

/** The path of a member or item as faults name it: `objectives[2].target`. */
export const memberPath = (parent: string, key: string): string => (parent === '' ? key : `${parent}.${key}`);
export const itemPath = (parent: string, index: number): string => `${parent}[${index}]`;

/** Where every value of a document stands. */
export class PositionIndex {
  private readonly offsets = new Map<string, number>();

  constructor(private readonly lines: LineCounter) {}

  /** The first place wins: what an alias repeats stands where it was written. */
  add(field: string, offset: number): void {
    if (!this.offsets.has(field)) this.offsets.set(field, offset);
  }

  /** The place of the value at the path, or of its nearest parent: that is where a missing member belongs. */
  of(field: string): Position {
    for (let path = field; path !== ''; path = parentOf(path)) {
      const offset = this.offsets.get(path);
      if (offset !== undefined) return this.at(offset);
    }
    return this.at(this.offsets.get('') ?? 0);
  }

  private at(offset: number): Position {
    const { line, col } = this.lines.linePos(offset);
    return { line, column: col };
  }
}

const parentOf = (path: string): string => path.slice(0, Math.max(path.lastIndexOf('.'), path.lastIndexOf('['), 0));
