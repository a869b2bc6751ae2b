import { DomainError, type Caller, type Digest, type Instant } from '@sla/kernel';
import { appendAudit } from '../audit/chain.js';
import type { DeadLetter, DeadLetters } from '../events/dead-letters.js';
import type { IncomingEvent } from '../events/envelope.js';
import { reasonOf } from '../events/settlement.js';
import { admit, arrivalOf, type Admission } from '../inbox/admit.js';
import { once, recall } from '../requests/once.js';
import type { Database, Sql } from '../sql/sql.js';

export interface RedrivePorts {
  readonly database: Database;
  readonly deadLetters: Pick<DeadLetters, 'get' | 'remove'>;
  readonly digest: Digest;
  readonly now: () => Instant;
  /** Handles an event as the consumer would. */
  readonly redeliver: (event: IncomingEvent, consumer: string) => Promise<Admission>;
}

/** What became of a retry. */
export interface RetryOutcome {
  readonly handled: boolean;
  /** Why the attempt failed, when it did. */
  readonly reason: string;
}

/**
 * Handles a dead letter once more. Its effect happens once however often it is asked for, because the inbox knows it.
 * @throws DomainError not_found; failed_precondition when an earlier event of the aggregate is missing.
 */
export async function retryDeadLetter(ports: RedrivePorts, caller: Caller, id: string): Promise<RetryOutcome> {
  const { database, deadLetters, now } = ports;
  const { tenant } = caller.principal;
  const before = await database.inTenant(tenant, (sql) => recall<RetryOutcome>(sql, caller));
  if (before !== undefined) return before.answer;
  const letter = await deadLetters.get(tenant, id);
  if (letter.event === undefined) return { handled: false, reason: letter.reason };
  const failure = await attempt(ports, letter, letter.event);
  // A failed attempt is not remembered: the same request may be sent again when the cause is mended.
  if (failure !== undefined) return { handled: false, reason: failure };
  const outcome = await database.inTenant(tenant, (sql) =>
    once(sql, caller, now(), async () => {
      await audit(sql, ports, caller, 'operations.dead_letter.retried', letter, '');
      return { handled: true, reason: '' };
    }),
  );
  await deadLetters.remove(letter.id);
  return outcome;
}

async function attempt(ports: RedrivePorts, letter: DeadLetter, event: IncomingEvent): Promise<string | undefined> {
  const outcome = await ports.redeliver(event, letter.consumer).catch((error: unknown) => ({ error }));
  if (outcome === 'gap') throw blocked(letter, event);
  return typeof outcome === 'string' ? undefined : reasonOf(outcome.error);
}

/**
 * Gives up a dead letter for a reason: its event counts as handled, so that the ones behind it flow.
 * @throws DomainError invalid_argument without a reason; not_found; failed_precondition when an earlier event is missing.
 */
export async function discardDeadLetter(
  ports: RedrivePorts,
  caller: Caller,
  id: string,
  reason: string,
): Promise<void> {
  if (reason.trim() === '') {
    const violation = { field: 'reason', reason: 'platform.reason_required' };
    throw new DomainError('invalid_argument', 'platform.reason_required', {}, [violation]);
  }
  const { database, deadLetters, now } = ports;
  const { tenant } = caller.principal;
  const before = await database.inTenant(tenant, (sql) => recall<null>(sql, caller));
  if (before !== undefined) return;
  const letter = await deadLetters.get(tenant, id);
  await database.inTenant(tenant, (sql) =>
    once(sql, caller, now(), async () => {
      if (letter.event !== undefined) await skip(sql, letter, letter.event, now());
      await audit(sql, ports, caller, 'operations.dead_letter.discarded', letter, reason);
      return null;
    }),
  );
  await deadLetters.remove(letter.id);
}

async function skip(sql: Sql, letter: DeadLetter, event: IncomingEvent, now: Instant): Promise<void> {
  if ((await admit(sql, arrivalOf(event, letter.consumer), now)) === 'gap') throw blocked(letter, event);
}

function audit(
  sql: Sql,
  { digest, now }: RedrivePorts,
  caller: Caller,
  action: string,
  letter: DeadLetter,
  reason: string,
): Promise<void> {
  const resource = `dead-letter/${letter.id}`;
  return appendAudit(sql, digest, caller, { action, resource, beforeHash: '', afterHash: '', reason }, now());
}

const blocked = (letter: DeadLetter, event: IncomingEvent): DomainError =>
  new DomainError('failed_precondition', 'platform.dead_letter_blocked', {
    id: letter.id,
    aggregate: event.aggregateId,
  });
