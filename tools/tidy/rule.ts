import type { Tree } from './tree.ts';

export interface Fault {
  readonly file: string;
  /** 1-based; absent when the fault is about the whole file. */
  readonly line?: number;
  /** What is wrong, and what to do. */
  readonly says: string;
}

/** One law of the house that a machine can check by reading. */
export interface Rule {
  readonly name: string;
  /** The law in one sentence. */
  readonly law: string;
  check(tree: Tree): readonly Fault[];
}

export const lineAt = (text: string, position: number): number => text.slice(0, position).split('\n').length;

export const faultText = ({ file, line, says }: Fault): string =>
  `${file}${line === undefined ? '' : `:${line}`}: ${says}`;
