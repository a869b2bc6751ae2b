import { Controller, Inject } from '@nestjs/common';
import { agreementsV1 as v1 } from '@sla/contracts';
import { RPC_RUNTIME, RpcRuntime, ServesGrpc, pageSize, type GrpcController, type RpcCall } from '@sla/platform';
import type { activateVersion } from '../../usecases/activate-version.js';
import type { applyDocument } from '../../usecases/apply-document.js';
import type { freezeVersion } from '../../usecases/freeze-version.js';
import type { getAgreement } from '../../usecases/get-agreement.js';
import type { getTerms } from '../../usecases/get-terms.js';
import type { listAgreements } from '../../usecases/list-agreements.js';
import type { registerSigningKey } from '../../usecases/register-signing-key.js';
import type { signVersion } from '../../usecases/sign-version.js';
import type { terminateAgreement } from '../../usecases/terminate-agreement.js';
import type { validateDocument } from '../../usecases/validate-document.js';
import type { watchAgreements } from '../../usecases/watch-agreements.js';
import {
  fromAgreement,
  fromPageToken,
  fromVerdict,
  fromWatchItem,
  toContentHash,
  toEffectiveAt,
  toFormat,
  toPageToken,
  toParty,
  toResourceId,
} from './convert.js';

/** The use cases that the contract offers, with their ports already in place. */
export interface UseCases {
  readonly validateDocument: ReturnType<typeof validateDocument>;
  readonly applyDocument: ReturnType<typeof applyDocument>;
  readonly freezeVersion: ReturnType<typeof freezeVersion>;
  readonly signVersion: ReturnType<typeof signVersion>;
  readonly activateVersion: ReturnType<typeof activateVersion>;
  readonly terminateAgreement: ReturnType<typeof terminateAgreement>;
  readonly registerSigningKey: ReturnType<typeof registerSigningKey>;
  readonly getAgreement: ReturnType<typeof getAgreement>;
  readonly listAgreements: ReturnType<typeof listAgreements>;
  readonly getTerms: ReturnType<typeof getTerms>;
  readonly watchAgreements: ReturnType<typeof watchAgreements>;
}
export const USE_CASES = Symbol('use-cases');

/** What this service serves; the composition root hands it to the server. */
export const CONTRACTS = [v1.AgreementsServiceService];

const DEFAULT_PAGE = 50;
/** Most agreements of one page. */
export const MAX_PAGE = 500;

/** Serves sla.agreements.v1: translates, and nothing else. */
@Controller()
@ServesGrpc(v1.AgreementsServiceService)
export class AgreementsController implements GrpcController<typeof v1.AgreementsServiceService> {
  constructor(
    @Inject(RPC_RUNTIME) readonly rpc: RpcRuntime,
    @Inject(USE_CASES) private readonly useCases: UseCases,
  ) {}

  async validateDocument(
    request: v1.ValidateDocumentRequest,
    { caller }: RpcCall,
  ): Promise<v1.ValidateDocumentResponse> {
    const { document, format } = request;
    return fromVerdict(await this.useCases.validateDocument(caller, { document, format: toFormat(format) }));
  }

  async applyDocument(request: v1.ApplyDocumentRequest, { caller }: RpcCall): Promise<v1.ApplyDocumentResponse> {
    const { document, format, etag } = request;
    const applied = await this.useCases.applyDocument(caller, { document, format: toFormat(format), etag });
    return { ...applied, agreement: fromAgreement(applied.agreement) };
  }

  async freezeVersion(request: v1.FreezeVersionRequest, { caller }: RpcCall): Promise<v1.FreezeVersionResponse> {
    const { version, etag } = request;
    const agreementId = toResourceId('agreement_id', request.agreementId);
    return { agreement: fromAgreement(await this.useCases.freezeVersion(caller, { agreementId, version, etag })) };
  }

  async signVersion(request: v1.SignVersionRequest, { caller }: RpcCall): Promise<v1.SignVersionResponse> {
    const { version, keyId, jws } = request;
    const agreementId = toResourceId('agreement_id', request.agreementId);
    return { agreement: fromAgreement(await this.useCases.signVersion(caller, { agreementId, version, keyId, jws })) };
  }

  async activateVersion(request: v1.ActivateVersionRequest, { caller }: RpcCall): Promise<v1.ActivateVersionResponse> {
    const { version } = request;
    const agreementId = toResourceId('agreement_id', request.agreementId);
    const command = { agreementId, version, ...toEffectiveAt(request.effectiveTime) };
    return { agreement: fromAgreement(await this.useCases.activateVersion(caller, command)) };
  }

  async terminateAgreement(
    request: v1.TerminateAgreementRequest,
    { caller }: RpcCall,
  ): Promise<v1.TerminateAgreementResponse> {
    const { reason } = request;
    const agreementId = toResourceId('agreement_id', request.agreementId);
    const command = { agreementId, reason, ...toEffectiveAt(request.effectiveTime) };
    return { agreement: fromAgreement(await this.useCases.terminateAgreement(caller, command)) };
  }

  async registerSigningKey(
    { party, keyId, publicJwk }: v1.RegisterSigningKeyRequest,
    { caller }: RpcCall,
  ): Promise<v1.RegisterSigningKeyResponse> {
    return this.useCases.registerSigningKey(caller, { party, keyId, publicJwk });
  }

  async getAgreement(request: v1.GetAgreementRequest, { caller }: RpcCall): Promise<v1.GetAgreementResponse> {
    const agreementId = toResourceId('agreement_id', request.agreementId);
    return { agreement: fromAgreement(await this.useCases.getAgreement(caller, { agreementId })) };
  }

  async listAgreements(request: v1.ListAgreementsRequest, { caller }: RpcCall): Promise<v1.ListAgreementsResponse> {
    const limit = pageSize(request.pageSize, DEFAULT_PAGE, MAX_PAGE);
    const query = { limit, after: toPageToken(request.pageToken), ...toParty(request.party) };
    const { agreements, next } = await this.useCases.listAgreements(caller, query);
    return { agreements: agreements.map(fromAgreement), nextPageToken: fromPageToken(next) };
  }

  async getTerms(request: v1.GetTermsRequest, { caller }: RpcCall): Promise<v1.GetTermsResponse> {
    const contentHash = toContentHash(request.contentHash);
    const { agreementId, version, canonicalJson } = await this.useCases.getTerms(caller, { contentHash });
    return { agreementId, version, canonicalJson: Buffer.from(canonicalJson) };
  }

  async *watchAgreements(
    request: v1.WatchAgreementsRequest,
    { caller, signal }: RpcCall,
  ): AsyncGenerator<v1.WatchAgreementsResponse> {
    const items = this.useCases.watchAgreements(caller, toParty(request.party), signal);
    for await (const item of items) yield fromWatchItem(item);
  }
}
