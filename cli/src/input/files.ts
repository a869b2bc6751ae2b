import { readFileSync, writeFileSync, type WriteFileOptions } from 'node:fs';
import { DomainError } from '@sla/kernel';

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'cli.no_file',
  EACCES: 'cli.file_forbidden',
  EPERM: 'cli.file_forbidden',
  EISDIR: 'cli.file_is_folder',
};

/** The code of an error of the system or of zlib, such as ENOENT. */
export const codeOf = (error: unknown): string | undefined =>
  typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string'
    ? error.code
    : undefined;

/** What the system said of a file, in our words; other errors stay as they are. */
export function fileFault(error: unknown, file: string): unknown {
  const code = codeOf(error);
  if (code === undefined || !/^E[A-Z0-9]+$/.test(code)) return error;
  const reason = REASONS[code];
  return reason === undefined
    ? new DomainError('failed_precondition', 'cli.file_failed', { file, why: code })
    : new DomainError('not_found', reason, { file });
}

/** @throws DomainError naming the file. */
export function readInput(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    throw fileFault(error, file);
  }
}

/** @throws DomainError naming the file. */
export function writeOutput(file: string, content: string | Uint8Array, options?: WriteFileOptions): void {
  try {
    writeFileSync(file, content, options);
  } catch (error) {
    throw fileFault(error, file);
  }
}
