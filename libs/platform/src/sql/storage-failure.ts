import { DomainError } from '@sla/kernel';

/** SQLSTATEs of PostgreSQL (appendix A) after which the same call may succeed: connection lost, server going away, conflict. */
const TRANSIENT_STATE = /^(08\w{3}|40001|40P01|53300|57P0[1-3])$/;
/** Prisma: server unreachable, timed out, connection closed, pool exhausted, transaction not started in time, write conflict. */
const TRANSIENT_PRISMA = new Set(['P1001', 'P1002', 'P1008', 'P1017', 'P2024', 'P2028', 'P2034']);
const TRANSIENT_SOCKET = new Set(['ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT', 'EPIPE']);
/** Errors wrap errors; deeper than this nobody wraps. */
const MAX_DEPTH = 6;

/**
 * A failure of the database that passes, as something the caller may answer by trying again; undefined for all others.
 * The transaction was rolled back as a whole, so a repeat is safe.
 */
export function transientFailure(error: unknown): DomainError | undefined {
  return isTransient(error, 0) ? new DomainError('unavailable', 'platform.database_unavailable') : undefined;
}

interface Wrapped {
  readonly code?: unknown;
  readonly originalCode?: unknown;
  readonly cause?: unknown;
  readonly meta?: { readonly driverAdapterError?: unknown };
}

function isTransient(error: unknown, depth: number): boolean {
  if (typeof error !== 'object' || error === null || depth > MAX_DEPTH) return false;
  const { code, originalCode, cause, meta } = error as Wrapped;
  return (
    [code, originalCode].some(isTransientCode) ||
    [cause, meta?.driverAdapterError].some((inner) => isTransient(inner, depth + 1))
  );
}

const isTransientCode = (code: unknown): boolean =>
  typeof code === 'string' && (TRANSIENT_STATE.test(code) || TRANSIENT_PRISMA.has(code) || TRANSIENT_SOCKET.has(code));
