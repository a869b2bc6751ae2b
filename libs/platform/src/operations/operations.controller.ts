import { Controller, Inject } from '@nestjs/common';
import { commonV1 as v1 } from '@sla/contracts';
import { auditHashAt, isUnbroken, readAudit } from '../audit/chain.js';
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
    return database.inTenant(tenant, async (sql) => {
      const rows = await readAudit(sql, tenant, request.after, size);
      const unbroken = isUnbroken(digest, tenant, rows, await auditHashAt(sql, tenant, request.after));
      const wanted = request.resource === '' ? rows : rows.filter((row) => row.resource === request.resource);
      return { entries: wanted.map(auditMessage), unbroken };
    });
  }
}
