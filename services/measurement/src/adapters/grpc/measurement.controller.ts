import { Controller, Inject } from '@nestjs/common';
import { measurementV1 as v1 } from '@sla/contracts';
import {
  currentTraceId,
  pageSize,
  RPC_RUNTIME,
  RpcRuntime,
  ServesGrpc,
  timestampOf,
  type GrpcController,
  type RpcCall,
} from '@sla/platform';
import type { Determination } from '../../domain/determination.js';
import type { listDisputes, openDispute, resolveDispute } from '../../usecases/disputes.js';
import type {
  describeSeriesOf,
  explainDetermination,
  exportEvidence,
  getDetermination,
  getProgress,
  listDeterminations,
  listPending,
} from '../../usecases/read-determinations.js';
import type { restate } from '../../usecases/restate.js';
import {
  fromDispute,
  fromExplanation,
  fromGap,
  fromPageToken,
  fromPending,
  toInterval,
  toName,
  toPageToken,
  toResolution,
  toSpan,
  toState,
  versionOf,
} from './convert.js';

export interface MeasurementUseCases {
  readonly getDetermination: ReturnType<typeof getDetermination>;
  readonly listDeterminations: ReturnType<typeof listDeterminations>;
  readonly explainDetermination: ReturnType<typeof explainDetermination>;
  readonly exportEvidence: ReturnType<typeof exportEvidence>;
  readonly restate: ReturnType<typeof restate>;
  readonly listPending: ReturnType<typeof listPending>;
  readonly openDispute: ReturnType<typeof openDispute>;
  readonly resolveDispute: ReturnType<typeof resolveDispute>;
  readonly listDisputes: ReturnType<typeof listDisputes>;
  readonly describeSeries: ReturnType<typeof describeSeriesOf>;
  readonly getProgress: ReturnType<typeof getProgress>;
  /** A determination as the contract writes it: the same words in events and answers. */
  readonly fromDetermination: (determination: Determination, pending: number) => v1.Determination;
}
export const MEASUREMENT_USE_CASES = Symbol('measurement-use-cases');

const DEFAULT_PAGE = 100;
/** Most rows of one page. */
export const MAX_PAGE = 1_000;
/** Largest piece of an evidence bundle, in bytes. */
const CHUNK_BYTES = 262_144;

/** Serves sla.measurement.v1.MeasurementService: translates, and nothing else. */
@Controller()
@ServesGrpc(v1.MeasurementServiceService)
export class MeasurementGrpcController implements GrpcController<typeof v1.MeasurementServiceService> {
  constructor(
    @Inject(RPC_RUNTIME) readonly rpc: RpcRuntime,
    @Inject(MEASUREMENT_USE_CASES) private readonly useCases: MeasurementUseCases,
  ) {}

  async getDetermination(
    { key }: v1.GetDeterminationRequest,
    { caller }: RpcCall,
  ): Promise<v1.GetDeterminationResponse> {
    const { determination, pending } = await this.useCases.getDetermination(caller, toName(key));
    return { determination: this.useCases.fromDetermination(determination, pending) };
  }

  async listDeterminations(
    request: v1.ListDeterminationsRequest,
    { caller }: RpcCall,
  ): Promise<v1.ListDeterminationsResponse> {
    const { agreementId, objectiveId, allRevisions } = request;
    const overlapping =
      request.overlapping === undefined ? {} : { overlapping: toInterval(request.overlapping, 'overlapping') };
    const limit = pageSize(request.pageSize, DEFAULT_PAGE, MAX_PAGE);
    const query = {
      agreementId,
      ...(objectiveId !== '' && { objectiveId }),
      allRevisions,
      limit,
      after: toPageToken(request.pageToken),
      ...overlapping,
    };
    const { determinations, next } = await this.useCases.listDeterminations(caller, query);
    return {
      determinations: determinations.map((d) => this.useCases.fromDetermination(d.determination, d.pending)),
      nextPageToken: fromPageToken(next),
    };
  }

  async explain({ key }: v1.ExplainRequest, { caller }: RpcCall): Promise<v1.ExplainResponse> {
    const { determination, pending, explanation } = await this.useCases.explainDetermination(caller, toName(key));
    return {
      determination: this.useCases.fromDetermination(determination, pending),
      explanation: fromExplanation(explanation),
    };
  }

  async *exportEvidence(
    { key }: v1.ExportEvidenceRequest,
    { caller }: RpcCall,
  ): AsyncGenerator<v1.ExportEvidenceResponse> {
    const bundle = Buffer.from(await this.useCases.exportEvidence(caller, toName(key)));
    for (let at = 0; at < bundle.length; at += CHUNK_BYTES) yield { chunk: bundle.subarray(at, at + CHUNK_BYTES) };
  }

  async restate(request: v1.RestateRequest, { caller }: RpcCall): Promise<v1.RestateResponse> {
    const { agreementId, objectiveId, windowLabel, reason } = request;
    const command = { agreementId, objectiveId, windowLabel, reason, ...versionOf(request.agreementVersion) };
    const { determination, pending, changed } = await this.useCases.restate(caller, command, {
      traceId: currentTraceId(),
    });
    return { determination: this.useCases.fromDetermination(determination, pending), changed };
  }

  async listPendingRestatements(
    request: v1.ListPendingRestatementsRequest,
    { caller }: RpcCall,
  ): Promise<v1.ListPendingRestatementsResponse> {
    const query = {
      agreementId: request.agreementId,
      after: toPageToken(request.pageToken),
      limit: pageSize(request.pageSize, DEFAULT_PAGE, MAX_PAGE),
    };
    const { pending, next } = await this.useCases.listPending(caller, query);
    return { pending: pending.map(fromPending), nextPageToken: fromPageToken(next) };
  }

  async openDispute(request: v1.OpenDisputeRequest, { caller }: RpcCall): Promise<v1.OpenDisputeResponse> {
    const { agreementId, series, reason } = request;
    const command = {
      agreementId,
      series,
      reason,
      interval: toInterval(request.interval, 'interval'),
      claim: toState(request.claim),
    };
    return { dispute: fromDispute(await this.useCases.openDispute(caller, command)) };
  }

  async resolveDispute(request: v1.ResolveDisputeRequest, { caller }: RpcCall): Promise<v1.ResolveDisputeResponse> {
    const command = { id: request.disputeId, resolution: toResolution(request.resolution), reason: request.reason };
    return { dispute: fromDispute(await this.useCases.resolveDispute(caller, command)) };
  }

  async listDisputes(request: v1.ListDisputesRequest, { caller }: RpcCall): Promise<v1.ListDisputesResponse> {
    const query = {
      agreementId: request.agreementId,
      after: toPageToken(request.pageToken),
      limit: pageSize(request.pageSize, DEFAULT_PAGE, MAX_PAGE),
    };
    const { disputes, next } = await this.useCases.listDisputes(caller, query);
    return { disputes: disputes.map(fromDispute), nextPageToken: fromPageToken(next) };
  }

  async describeSeries(request: v1.DescribeSeriesRequest, { caller }: RpcCall): Promise<v1.DescribeSeriesResponse> {
    const query = {
      series: request.series,
      span: toSpan(request.span, 'span'),
      gapAboveMs: Number(request.gapAboveMs),
    };
    const { head, shape } = await this.useCases.describeSeries(caller, query);
    return {
      series: head.series,
      samples: BigInt(shape.samples),
      duplicates: head.duplicates,
      conflicts: head.conflicts,
      firstTime: shape.first === undefined ? undefined : timestampOf(shape.first),
      lastTime: shape.last === undefined ? undefined : timestampOf(shape.last),
      modalStepMs: BigInt(shape.modalStepMs),
      gaps: shape.gaps.map(fromGap),
    };
  }

  async getProgress(_request: v1.GetProgressRequest, { caller }: RpcCall): Promise<v1.GetProgressResponse> {
    const { evaluations, events, watermarks } = await this.useCases.getProgress(caller);
    return {
      waitingEvaluations: BigInt(evaluations),
      waitingEvents: BigInt(events),
      watermarks: Object.fromEntries([...watermarks].map(([source, at]) => [source, timestampOf(at)])),
    };
  }
}
