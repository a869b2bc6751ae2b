import { DomainError } from '@sla/kernel';

/** The number of a version. @throws DomainError for anything but 1, 2, 3 … */
export function versionNumber(text: string): number {
  const value = /^[1-9]\d{0,8}$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isNaN(value)) throw new DomainError('invalid_argument', 'cli.version_malformed', { value: text });
  return value;
}
