import { Controller, Inject } from '@nestjs/common';
import { measurementV1 as v1 } from '@sla/contracts';
import {
  nodeDigest,
  RPC_RUNTIME,
  RpcRuntime,
  ServesGrpc,
  timestampOf,
  type GrpcController,
  type RpcCall,
} from '@sla/platform';
import type { advanceWatermark } from '../../usecases/advance-watermark.js';
import type { ingestBatch } from '../../usecases/ingest-batch.js';
import { fromReceipt, toBatch, toInstant } from './convert.js';

export interface IngestUseCases {
  readonly ingestBatch: ReturnType<typeof ingestBatch>;
  readonly advanceWatermark: ReturnType<typeof advanceWatermark>;
}
export const INGEST_USE_CASES = Symbol('ingest-use-cases');

/** Serves sla.measurement.v1.IngestService: translates, and nothing else. */
@Controller()
@ServesGrpc(v1.IngestServiceService)
export class IngestGrpcController implements GrpcController<typeof v1.IngestServiceService> {
  constructor(
    @Inject(RPC_RUNTIME) readonly rpc: RpcRuntime,
    @Inject(INGEST_USE_CASES) private readonly useCases: IngestUseCases,
  ) {}

  async ingestBatch({ batch }: v1.IngestBatchRequest, { caller }: RpcCall): Promise<v1.IngestBatchResponse> {
    // The batch key makes the call idempotent across callers and request ids.
    const { request: _request, ...plain } = caller;
    return { receipt: fromReceipt(await this.useCases.ingestBatch(plain, toBatch(batch, nodeDigest))) };
  }

  async streamBatches(
    requests: AsyncIterable<v1.StreamBatchesRequest>,
    { caller, signal }: RpcCall,
  ): Promise<v1.StreamBatchesResponse> {
    const sums = { batches: 0n, replayed: 0n, accepted: 0n, duplicates: 0n, conflicting: 0n, pendingRestatement: 0n };
    for await (const { batch } of requests) {
      // Half a stream is never answered like a whole one.
      signal.throwIfAborted();
      const receipt = await this.useCases.ingestBatch(caller, toBatch(batch, nodeDigest));
      sums.batches++;
      if (receipt.replayed) sums.replayed++;
      sums.accepted += BigInt(receipt.accepted);
      sums.duplicates += BigInt(receipt.duplicates);
      sums.conflicting += BigInt(receipt.conflicting);
      sums.pendingRestatement += BigInt(receipt.pendingRestatement);
    }
    return sums;
  }

  async advanceWatermark(
    { source, watermark }: v1.AdvanceWatermarkRequest,
    { caller }: RpcCall,
  ): Promise<v1.AdvanceWatermarkResponse> {
    const at = await this.useCases.advanceWatermark(caller, { source, watermark: toInstant(watermark, 'watermark') });
    return { watermark: timestampOf(at) };
  }
}
