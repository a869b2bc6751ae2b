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
import type { LedgerEntry } from '../../domain/booking.js';
import type { EditionSummary } from '../../usecases/ports.js';
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
  toEditionNumber,
  toFormat,
  toInterval,
  toPageToken,
  toText,
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

/** Rows of one page when the caller does not say, and at most: of the compliance table and the ledger, and of editions. */
export const [DEFAULT_PAGE, MAX_PAGE] = [100, 1_000];
export const [DEFAULT_EDITIONS, MAX_EDITIONS] = [50, 500];

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
      agreementId: toText(request.agreementId, 'agreement_id'),
      ...overlapping,
      ...page,
    });
    const rows = lines.map(({ finding, credits, titles }) => ({
      determination: this.useCases.fromFinding(finding),
      agreementTitle: { en: titles.agreement.en, zhCn: titles.agreement['zh-CN'] },
      objectiveTitle: { en: titles.objective.en, zhCn: titles.objective['zh-CN'] },
      credits: credits.map(fromCredit),
    }));
    return { rows, nextPageToken: fromPageToken(next) };
  }

  async issueReport(request: v1.IssueReportRequest, { caller }: RpcCall): Promise<v1.IssueReportResponse> {
    const { period, reason } = request;
    const order = { agreementId: toText(request.agreementId, 'agreement_id'), period, reason };
    const { edition, issued } = await this.useCases.issueReport(caller, order, currentTraceId());
    return { edition: this.useCases.fromEdition(edition), issued };
  }

  async listReportEditions(
    request: v1.ListReportEditionsRequest,
    { caller }: RpcCall,
  ): Promise<v1.ListReportEditionsResponse> {
    const { editions, next } = await this.useCases.listEditions(caller, {
      agreementId: toText(request.agreementId, 'agreement_id'),
      period: toText(request.period, 'period'),
      after: toPageToken(request.pageToken),
      limit: pageSize(request.pageSize, DEFAULT_EDITIONS, MAX_EDITIONS),
    });
    return { editions: editions.map(this.useCases.fromEdition), nextPageToken: fromPageToken(next) };
  }

  async getReportEdition(
    request: v1.GetReportEditionRequest,
    { caller }: RpcCall,
  ): Promise<v1.GetReportEditionResponse> {
    const format = toFormat(request.format);
    const { summary, content } = await this.useCases.readEdition(caller, {
      agreementId: toText(request.agreementId, 'agreement_id'),
      period: toText(request.period, 'period'),
      edition: toEditionNumber(request.edition),
      format,
    });
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
    const agreementId = toText(request.agreementId, 'agreement_id');
    const { entries, next } = await this.useCases.listLedger(caller, { agreementId, ...page });
    return { entries: entries.map(this.useCases.fromEntry), nextPageToken: fromPageToken(next) };
  }

  async explainCredit(request: v1.ExplainCreditRequest, { caller }: RpcCall): Promise<v1.ExplainCreditResponse> {
    const credit = await this.useCases.explainCredit(caller, {
      agreementId: toText(request.agreementId, 'agreement_id'),
      creditId: toText(request.creditId, 'credit_id'),
      windowLabel: toText(request.windowLabel, 'window_label'),
    });
    return { credit: fromCredit(credit), explanation: fromExplanation(credit.explanation) };
  }
}
