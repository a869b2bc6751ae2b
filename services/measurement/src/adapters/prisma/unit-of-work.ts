import type { Caller, Digest, Instant } from '@sla/kernel';
import { appendAudit, appendOutbox, countUnpublished, once, type Sql } from '@sla/platform';
import type { DeterminationEvent } from '../../domain/determination.js';
import type { Transaction, UnitOfWork } from '../../usecases/ports.js';
import { SqlContractStore } from './contract-store.js';
import { announce } from './convert.js';
import type { MeasurementDatabase } from './database.js';
import { SqlDeterminationStore } from './determination-store.js';
import { SqlDisputeStore } from './dispute-store.js';
import { SqlSampleStore } from './sample-store.js';
import { SqlWorkStore } from './work-store.js';

export interface UnitOfWorkParts {
  readonly database: MeasurementDatabase;
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
      samples: new SqlSampleStore(sql, tenant),
      work: new SqlWorkStore(sql, tenant),
      determinations: new SqlDeterminationStore(sql, tenant),
      disputes: new SqlDisputeStore(sql, tenant),
      publish: (event) => publish(sql, caller, event, now()),
      audit: (record) => appendAudit(sql, digest, caller, record, now()),
      unpublished: () => countUnpublished(sql),
    };
  }
}

async function publish(sql: Sql, caller: Caller, event: DeterminationEvent, now: Instant): Promise<void> {
  const { agreementId, objectiveId, windowLabel, figures } = event.determination;
  const aggregateId = `determination/${agreementId}/${objectiveId}/${windowLabel}`;
  const at = event.type === 'slo_breached' ? event.at : (figures.judgedAt as Instant);
  await announce(event, (spec, message) => appendOutbox(sql, caller, { spec, message, aggregateId, at }, now));
}
