import { DomainError, type Caller, type Instant, type RequestIdentity } from '@sla/kernel';
import { pack, unpack } from '../sql/pack.js';
import type { Sql } from '../sql/sql.js';

/**
 * Runs `work` at most once per request id of the caller, in the transaction of `sql`; a repeat gets the stored answer.
 * Answers are plain data. Two equal requests at the same time: the second waits for the first one's row and answers the same.
 * @throws DomainError already_exists when the id was used with another content.
 */
export async function once<A>(sql: Sql, caller: Caller, now: Instant, work: () => Promise<A>): Promise<A> {
  const { request } = caller;
  if (request === undefined) return work();
  const key = keyOf(caller, request);
  // The placeholder row makes a concurrent repeat wait for this transaction instead of doing the work twice.
  const inserted = await sql.execute(
    `insert into request (tenant_id, subject, method, request_id, fingerprint, answer, answered_time)
     values ($1, $2, $3, $4, $5, 'null', $6::bigint) on conflict do nothing`,
    ...key,
    request.fingerprint,
    BigInt(now),
  );
  if (inserted === 0) return storedAnswer<A>(await readAnswer(sql, caller), request);
  const answer = await work();
  await sql.execute(
    `update request set answer = $5 where tenant_id = $1 and subject = $2 and method = $3 and request_id = $4`,
    ...key,
    pack(answer),
  );
  return answer;
}

/**
 * The stored answer of a request that was made before; undefined when it was not.
 * @throws DomainError already_exists when the id was used with another content.
 */
export async function recall<A>(sql: Sql, caller: Caller): Promise<{ readonly answer: A } | undefined> {
  const row = await readAnswer(sql, caller);
  if (row === undefined || caller.request === undefined) return undefined;
  return { answer: storedAnswer<A>(row, caller.request) };
}

interface AnswerRow {
  readonly fingerprint: string;
  readonly answer: string;
}

async function readAnswer(sql: Sql, caller: Caller): Promise<AnswerRow | undefined> {
  if (caller.request === undefined) return undefined;
  const [row] = await sql.rows<AnswerRow>(
    `select fingerprint, answer from request where tenant_id = $1 and subject = $2 and method = $3 and request_id = $4`,
    ...keyOf(caller, caller.request),
  );
  return row;
}

function storedAnswer<A>(row: AnswerRow | undefined, { requestId, fingerprint }: RequestIdentity): A {
  if (row === undefined || row.fingerprint !== fingerprint) {
    throw new DomainError('already_exists', 'platform.request_id_reused', { requestId });
  }
  return unpack(row.answer) as A;
}

const keyOf = ({ principal }: Caller, request: RequestIdentity): readonly string[] => [
  principal.tenant,
  principal.subject,
  request.method,
  request.requestId,
];
