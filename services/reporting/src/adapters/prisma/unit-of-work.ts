import type { Caller, Digest, Instant } from '@sla/kernel';
import { appendAudit, appendOutbox, once, type Sql } from '@sla/platform';
import type { ReportingEvent, Transaction, UnitOfWork } from '../../usecases/ports.js';
import { SqlComplianceStore } from './compliance-store.js';
import { SqlContractStore } from './contract-store.js';
import { announce } from './convert.js';
import type { ReportingDatabase } from './database.js';
import { SqlEditionStore, SqlEditionWorkStore } from './edition-store.js';
import { SqlLedgerStore } from './ledger-store.js';

export interface UnitOfWorkParts {
  readonly database: ReportingDatabase;
  readonly digest: Digest;
  readonly now: () => Instant;
  /** Called after a commit: there may be something to publish. */
  readonly poke: () => void;
}

/** State, events, audit entry and stored answer of a use case in one PostgreSQL transaction. */
export class SqlUnitOfWork implements UnitOfWork {
  constructor(private readonly parts: UnitOfWorkParts) {}

  async run<Answer>(caller: Caller, work: (tx: Transaction) => Promise<Answer>): Promise<Answer> {
    const { database, now, poke } = this.parts;
    const answer = await database.inTenant(caller.principal.tenant, (sql) =>
      once(sql, caller, now(), () => work(this.transaction(caller, sql))),
    );
    poke();
    return answer;
  }

  /** The stores over a transaction that somebody else has opened, such as that of an event. */
  transaction(caller: Caller, sql: Sql): Transaction {
    const { tenant } = caller.principal;
    const { digest, now } = this.parts;
    return {
      contracts: new SqlContractStore(sql, tenant),
      compliance: new SqlComplianceStore(sql, tenant),
      ledger: new SqlLedgerStore(sql, tenant),
      editions: new SqlEditionStore(sql, tenant),
      work: new SqlEditionWorkStore(sql, tenant),
      publish: (event) => publish(sql, caller, event, now()),
      audit: (record) => appendAudit(sql, digest, caller, record, now()),
    };
  }
}

async function publish(sql: Sql, caller: Caller, event: ReportingEvent, now: Instant): Promise<void> {
  const aggregateId =
    event.type === 'report_issued'
      ? `report/${event.edition.agreementId}/${event.edition.period}`
      : `credit/${event.entry.agreementId}/${event.entry.creditId}/${event.entry.windowLabel}`;
  await announce(event, (spec, message) => appendOutbox(sql, caller, { spec, message, aggregateId, at: now }, now));
}
