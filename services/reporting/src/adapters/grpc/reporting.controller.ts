import { Controller, Inject } from '@nestjs/common';
import { measurementV1, reportingV1 as v1 } from '@sla/contracts';
import {
  currentTraceId,
  pageSize,
  RPC_RUNTIME,
  RpcRuntime,
  ServesGrpc,
  type GrpcController,
  type RpcCall,
} from '@sla/platform';
import type { Finding } from '../../domain/finding.js';
import type { issueReport } from '../../usecases/issue-edition.js';
import type { EditionSummary, LedgerEntry } from '../../usecases/ports.js';
import type {
  explainCredit,
  listCompliance,
  listEditions,
  listLedger,
  readEdition,
} from '../../usecases/read-reports.js';
import {
  fromCredit,
  fromExplanation,
  fromPageToken,
  MEDIA_TYPES,
  toFormat,
  toInterval,
  toPageToken,
} from './convert.js';

export interface ReportingUseCases {
  readonly listCompliance: ReturnType<typeof listCompliance>;
  readonly issueReport: ReturnType<typeof issueReport>;
  readonly listEditions: ReturnType<typeof listEditions>;
  readonly readEdition: ReturnType<typeof readEdition>;
  readonly listLedger: ReturnType<typeof listLedger>;
  readonly explainCredit: ReturnType<typeof explainCredit>;
  /** The same words in events and answers. */
  readonly fromFinding: (finding: Finding) => measurementV1.Determination;
  readonly fromEdition: (edition: EditionSummary) => v1.ReportEdition;
  readonly fromEntry: (entry: LedgerEntry) => v1.LedgerEntry;
}
export const REPORTING_USE_CASES = Symbol('reporting-use-cases');

const DEFAULT_PAGE = 100;
/** Most rows of one page. */
export const MAX_PAGE = 1_000;

/** Serves sla.reporting.v1: translates, and nothing else. */
@Controller()
@ServesGrpc(v1.ReportingServiceService)
export class ReportingController implements GrpcController<typeof v1.ReportingServiceService> {
  constructor(
    @Inject(RPC_RUNTIME) readonly rpc: RpcRuntime,
    @Inject(REPORTING_USE_CASES) private readonly useCases: ReportingUseCases,
  ) {}

  async listCompliance(request: v1.ListComplianceRequest, { caller }: RpcCall): Promise<v1.ListComplianceResponse> {
    const overlapping =
      request.overlapping === undefined ? {} : { overlapping: toInterval(request.overlapping, 'overlapping') };
    const page = { after: toPageToken(request.pageToken), limit: pageSize(request.pageSize, DEFAULT_PAGE, MAX_PAGE) };
    const { lines, next } = await this.useCases.listCompliance(caller, {
      agreementId: request.agreementId,
      ...overlapping,
      ...page,
    });
    const rows = lines.map(({ finding, credits, titles }) => ({
      determination: this.useCases.fromFinding(finding),
      agreementTitle: { en: titles.agreement.en, zhCn: titles.agreement['zh-CN'] },
      objectiveTitle: { en: titles.objective.en, zhCn: titles.objective['zh-CN'] },
      credit: credits[0] === undefined ? undefined : fromCredit(credits[0]),
    }));
    return { rows, nextPageToken: fromPageToken(next) };
  }

  async issueReport(request: v1.IssueReportRequest, { caller }: RpcCall): Promise<v1.IssueReportResponse> {
    const { agreementId, period } = request;
    const { edition, issued } = await this.useCases.issueReport(caller, { agreementId, period }, currentTraceId());
    return { edition: this.useCases.fromEdition(edition), issued };
  }

  async listReportEditions(
    request: v1.ListReportEditionsRequest,
    { caller }: RpcCall,
  ): Promise<v1.ListReportEditionsResponse> {
    const { agreementId, period } = request;
    const page = { after: toPageToken(request.pageToken), limit: pageSize(request.pageSize, 50, 500) };
    const { editions, next } = await this.useCases.listEditions(caller, { agreementId, period, ...page });
    return { editions: editions.map(this.useCases.fromEdition), nextPageToken: fromPageToken(next) };
  }

  async getReportEdition(
    request: v1.GetReportEditionRequest,
    { caller }: RpcCall,
  ): Promise<v1.GetReportEditionResponse> {
    const { agreementId, period, edition } = request;
    const format = toFormat(request.format);
    const { summary, content } = await this.useCases.readEdition(caller, { agreementId, period, edition, format });
    return {
      edition: this.useCases.fromEdition(summary),
      content: Buffer.from(content),
      mediaType: MEDIA_TYPES[format],
    };
  }

  async listLedgerEntries(
    request: v1.ListLedgerEntriesRequest,
    { caller }: RpcCall,
  ): Promise<v1.ListLedgerEntriesResponse> {
    const page = { after: toPageToken(request.pageToken), limit: pageSize(request.pageSize, DEFAULT_PAGE, MAX_PAGE) };
    const { entries, next } = await this.useCases.listLedger(caller, { agreementId: request.agreementId, ...page });
    return { entries: entries.map(this.useCases.fromEntry), nextPageToken: fromPageToken(next) };
  }

  async explainCredit(request: v1.ExplainCreditRequest, { caller }: RpcCall): Promise<v1.ExplainCreditResponse> {
    const { agreementId, creditId, windowLabel } = request;
    const credit = await this.useCases.explainCredit(caller, { agreementId, creditId, windowLabel });
    return { credit: fromCredit(credit), explanation: fromExplanation(credit.explanation) };
  }
}
