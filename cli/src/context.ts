import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { DomainError } from '@sla/kernel';

const ADDRESSES = ['agreements', 'measurement', 'reporting'] as const;

/** Where the services are and who calls them: `.local/context.json` of a local suite, or the file that $SLA_CONTEXT names. */
export interface Context {
  readonly agreements: string;
  readonly measurement: string;
  readonly reporting: string;
  readonly token?: string;
  readonly tokenFile?: string;
  readonly party?: string;
  /** Folder with local spans. */
  readonly traces?: string;
}

/** @throws DomainError that says where a context was looked for, or what it lacks. */
export function readContext(named: string | undefined): Context {
  const file = named ?? process.env['SLA_CONTEXT'] ?? path.resolve('.local/context.json');
  if (!existsSync(file)) throw new DomainError('not_found', 'cli.no_context', { file });
  const context = parsed(readFileSync(file, 'utf8'));
  const missing = ADDRESSES.filter((name) => typeof context[name] !== 'string' || context[name] === '');
  if (missing.length > 0)
    throw new DomainError('invalid_argument', 'cli.context_malformed', { file, missing: missing.join(', ') });
  return context as unknown as Context;
}

/** The members of a JSON object; none of a text that is no object. */
function parsed(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch (error) {
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}
