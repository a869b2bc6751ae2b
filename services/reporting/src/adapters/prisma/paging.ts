import { DomainError } from '@sla/kernel';

const SEPARATOR = '\n';

/** Where a page ended. */
export const cursorOf = (...parts: readonly (string | number)[]): string => parts.join(SEPARATOR);

/** The parts of a cursor; none for the first page. @throws DomainError invalid_argument when it is none of ours. */
export function cursorParts(cursor: string, count: number): readonly string[] {
  if (cursor === '') return [];
  const parts = cursor.split(SEPARATOR);
  // PostgreSQL has no text with a zero character.
  if (parts.length !== count || cursor.includes('\u0000')) throw malformed();
  return parts;
}

/** @throws DomainError invalid_argument when the part is no integer. */
export function cursorNumber(part: string | undefined, byDefault: bigint): bigint {
  if (part === undefined) return byDefault;
  if (!/^-?\d{1,18}$/.test(part)) throw malformed();
  return BigInt(part);
}

const malformed = (): DomainError =>
  new DomainError('invalid_argument', 'platform.page_token_malformed', {}, [
    { field: 'page_token', reason: 'platform.page_token_malformed' },
  ]);
