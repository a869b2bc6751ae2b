import { Controller, Inject } from '@nestjs/common';
import { commonV1 as v1 } from '@sla/contracts';
import { DomainError, hasRole, type Caller, type PartyId } from '@sla/kernel';
import { auditHashAt, auditHeadNumber, isUnbroken, readAudit } from '../audit/chain.js';
import type { DeadLetters } from '../events/dead-letters.js';
import { pageSize } from '../grpc/page-size.js';
import type { RpcCall } from '../grpc/rpc-call.js';
import { RpcRuntime } from '../grpc/rpc-runtime.js';
import { RPC_RUNTIME, ServesGrpc, type GrpcController } from '../grpc/serves-grpc.js';
import { readOutbox } from '../outbox/read.js';
import { auditMessage, deadLetterMessage, eventMessage } from './messages.js';
import { discardDeadLetter, retryDeadLetter, type RedrivePorts } from './redrive.js';

export interface OperationsPorts extends RedrivePorts {
  readonly deadLetters: Pick<DeadLetters, 'get' | 'list' | 'remove'>;
}
export const OPERATIONS = Symbol('operations');

/** Most dead letters of one page, and most events or audit entries. */
export const MAX_DEAD_LETTERS = 500;
export const MAX_ROWS = 1_000;

/** What the operator of an installation needs of every service. */
@Controller()
@ServesGrpc(v1.OperationsServiceService)
export class OperationsController implements GrpcController<typeof v1.OperationsServiceService> {
  constructor(
    @Inject(RPC_RUNTIME) readonly rpc: RpcRuntime,
    @Inject(OPERATIONS) private readonly ports: OperationsPorts,
  ) {}

  async listDeadLetters(request: v1.ListDeadLettersRequest, { caller }: RpcCall): Promise<v1.ListDeadLettersResponse> {
    const size = pageSize(request.pageSize, 50, MAX_DEAD_LETTERS);
    const letters = await this.ports.deadLetters.list(caller.principal.tenant, request.pageToken, size + 1);
    const page = letters.slice(0, size);
    return {
      deadLetters: page.map((letter) => ({ ...deadLetterMessage(letter), data: Buffer.alloc(0) })),
      nextPageToken: letters.length > size ? (page.at(-1)?.id ?? '') : '',
    };
  }

  async getDeadLetter(request: v1.GetDeadLetterRequest, { caller }: RpcCall): Promise<v1.GetDeadLetterResponse> {
    return { deadLetter: deadLetterMessage(await this.ports.deadLetters.get(caller.principal.tenant, request.id)) };
  }

  async retryDeadLetter(request: v1.RetryDeadLetterRequest, { caller }: RpcCall): Promise<v1.RetryDeadLetterResponse> {
    return retryDeadLetter(this.ports, caller, request.id);
  }

  async discardDeadLetter(
    request: v1.DiscardDeadLetterRequest,
    { caller }: RpcCall,
  ): Promise<v1.DiscardDeadLetterResponse> {
    await discardDeadLetter(this.ports, caller, request.id, request.reason);
    return {};
  }

  async readEvents(request: v1.ReadEventsRequest, { caller }: RpcCall): Promise<v1.ReadEventsResponse> {
    const size = pageSize(request.pageSize, 100, MAX_ROWS);
    const { tenant } = caller.principal;
    const rows = await this.ports.database.inTenant(tenant, (sql) => readOutbox(sql, request.after, size));
    return { events: rows.map(eventMessage), next: rows.at(-1)?.cursor ?? request.after };
  }

  async listAuditEntries(
    request: v1.ListAuditEntriesRequest,
    { caller }: RpcCall,
  ): Promise<v1.ListAuditEntriesResponse> {
    const { database, digest } = this.ports;
    const size = pageSize(request.pageSize, 100, MAX_ROWS);
    const { tenant } = caller.principal;
    const party = auditedParty(caller);
    return database.inTenant(tenant, async (sql) => {
      // Before the rows: what is appended meanwhile must not look missing.
      const head = await auditHeadNumber(sql, tenant);
      const rows = await readAudit(sql, tenant, request.after, size);
      const linked = isUnbroken(digest, tenant, rows, await auditHashAt(sql, tenant, request.after));
      // The end of what is there must be the end of what was written: entries that were cut off leave no other trace.
      const whole = rows.length === size || BigInt(rows.at(-1)?.number ?? request.after) >= head;
      const wanted = rows
        .filter((row) => request.resource === '' || row.resource === request.resource)
        .filter((row) => party === undefined || row.party === party);
      return { entries: wanted.map(auditMessage), unbroken: linked && whole };
    });
  }
}

/** The party whose entries a caller sees; undefined means all of the tenant. @throws DomainError permission_denied. */
function auditedParty(caller: Caller): PartyId | undefined {
  const { party, subject } = caller.principal;
  if (party !== undefined || hasRole(caller, 'operator') || hasRole(caller, 'auditor')) return party;
  throw new DomainError('permission_denied', 'platform.party_required', { subject });
}
