import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DomainError } from '@sla/kernel';

/** Files of one spec. */
export class InputFolder {
  readonly #dir = mkdtempSync(path.join(tmpdir(), 'slactl-'));

  file(name: string, content: string | Uint8Array): string {
    const file = path.join(this.#dir, name);
    writeFileSync(file, content);
    return file;
  }

  path(name: string): string {
    return path.join(this.#dir, name);
  }

  remove(): void {
    rmSync(this.#dir, { recursive: true });
  }
}

export async function all<T>(items: AsyncIterable<T>): Promise<readonly T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}

/** What was read before the refusal, and the refusal. @throws whatever else was thrown; a reading that ends well fails the test. */
export async function refusal<T>(
  items: AsyncIterable<T>,
): Promise<{ readonly before: readonly T[]; readonly fault: DomainError }> {
  const before: T[] = [];
  try {
    for await (const item of items) before.push(item);
  } catch (fault) {
    if (fault instanceof DomainError) return { before, fault };
    throw fault;
  }
  throw new Error('nothing was refused');
}
