import type { Caller, Digest, Instant } from '@sla/kernel';
import { appendAudit, appendOutbox, once, type Sql } from '@sla/platform';
import type { PublishedEvent } from '../../domain/events.js';
import type { Stores, Transaction, UnitOfWork } from '../../usecases/ports.js';
import { PrismaAgreementStore } from './agreement-store.js';
import { announce } from './convert.js';
import type { PrismaDatabase } from './database.js';
import type { Prisma } from './generated/prisma/client.js';
import { PrismaSigningKeyStore } from './signing-key-store.js';

export interface UnitOfWorkParts {
  readonly database: PrismaDatabase;
  readonly digest: Digest;
  readonly now: () => Instant;
  /** Called after a commit: there may be something to publish. */
  readonly poke: () => void;
}

/** State, events, audit entry and stored answer of a use case in one PostgreSQL transaction. */
export class PrismaUnitOfWork implements UnitOfWork {
  constructor(private readonly parts: UnitOfWorkParts) {}

  async run<Answer>(caller: Caller, work: (tx: Transaction) => Promise<Answer>): Promise<Answer> {
    const { database, now, poke } = this.parts;
    const answer = await database.transact(caller.principal.tenant, 'newest', (tx, sql) =>
      once(sql, caller, now(), () => work(this.transaction(caller, tx, sql))),
    );
    poke();
    return answer;
  }

  read<Answer>(caller: Caller, work: (stores: Stores) => Promise<Answer>): Promise<Answer> {
    const { tenant } = caller.principal;
    return this.parts.database.transact(tenant, 'one_moment', (tx, sql) =>
      work({ agreements: new PrismaAgreementStore(tx, sql, tenant) }),
    );
  }

  private transaction(caller: Caller, tx: Prisma.TransactionClient, sql: Sql): Transaction {
    const { tenant } = caller.principal;
    const { digest, now } = this.parts;
    return {
      agreements: new PrismaAgreementStore(tx, sql, tenant),
      keys: new PrismaSigningKeyStore(tx, tenant),
      publish: (event) => publish(sql, caller, event, now()),
      audit: (record) => appendAudit(sql, digest, caller, record, now()),
    };
  }
}

async function publish(sql: Sql, caller: Caller, event: PublishedEvent, now: Instant): Promise<void> {
  const aggregateId = `agreement/${event.agreementId}`;
  await announce(event, (spec, message) =>
    appendOutbox(sql, caller, { spec, message, aggregateId, at: event.at }, now),
  );
}
