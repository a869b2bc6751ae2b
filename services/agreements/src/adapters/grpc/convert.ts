import { agreementsV1 as v1, type Timestamp } from '@sla/contracts';
import { DomainError, isResourceId, instant, type Instant } from '@sla/kernel';
import { timestampOf } from '@sla/platform';
import { LOCALES, tryRender, type Locale } from '@sla/texts';
import {
  etagOf,
  type Agreement,
  type AgreementVersion,
  type LocalizedText,
  type Party,
  type PartyRole,
  type Signature,
  type Span,
  type VersionState,
} from '../../domain/agreement.js';
import type { DocumentVerdict, Finding } from '../../domain/document.js';
import type { DocumentFormat } from '../../usecases/ports.js';
import type { WatchItem } from '../../usecases/watch-agreements.js';

const STATES: Readonly<Record<VersionState, v1.VersionState>> = {
  draft: v1.VersionState.DRAFT,
  awaiting_signature: v1.VersionState.AWAITING_SIGNATURE,
  signed: v1.VersionState.SIGNED,
  effective: v1.VersionState.EFFECTIVE,
  superseded: v1.VersionState.SUPERSEDED,
  terminated: v1.VersionState.TERMINATED,
};

const ROLES: Readonly<Record<PartyRole, v1.PartyRole>> = {
  provider: v1.PartyRole.PROVIDER,
  customer: v1.PartyRole.CUSTOMER,
};

export const fromAgreement = (agreement: Agreement): v1.Agreement => ({
  id: agreement.id,
  kind: agreement.kind,
  title: fromText(agreement.title),
  parties: agreement.parties.map(fromParty),
  versions: agreement.versions.map(fromVersion),
  etag: etagOf(agreement),
});

const fromParty = ({ id, role, name }: Party): v1.Party => ({ id, role: ROLES[role], name: fromText(name) });

const fromVersion = (version: AgreementVersion): v1.AgreementVersion => ({
  number: version.number,
  state: STATES[version.state],
  contentHash: version.contentHash,
  previousHash: version.previousHash ?? '',
  effective: version.effective && fromSpan(version.effective),
  signatures: version.signatures.map(fromSignature),
  createTime: timestampOf(version.createdAt),
});

const fromSignature = ({ party, keyId, jws, subject, at }: Signature): v1.Signature => ({
  party,
  keyId,
  jws,
  subject,
  time: timestampOf(at),
});

const fromSpan = ({ start, end }: Span): v1.AgreementVersion['effective'] => ({
  startTime: timestampOf(start),
  endTime: end === undefined ? undefined : timestampOf(end),
});

const fromText = (text: LocalizedText): v1.Agreement['title'] => ({ en: text.en, zhCn: text['zh-CN'] });

export function fromVerdict(verdict: DocumentVerdict): v1.ValidateDocumentResponse {
  if (!verdict.ok) {
    return { findings: verdict.findings.map(fromFinding), contentHash: '', canonicalJson: Buffer.alloc(0) };
  }
  return { findings: [], contentHash: verdict.contentHash, canonicalJson: Buffer.from(verdict.canonicalJson) };
}

const fromFinding = ({ field, reason, params, line, column }: Finding): v1.DocumentFinding => {
  const [en = '', zhCn = ''] = LOCALES.map((locale) => textOf(reason, params, locale));
  return { field, reason, text: { en, zhCn }, line, column };
};

const textOf = (reason: string, params: Finding['params'], locale: Locale): string =>
  tryRender(reason, params, locale) ?? `${reason} ${JSON.stringify(params)}`;

export const fromWatchItem = (item: WatchItem): v1.WatchAgreementsResponse =>
  item.kind === 'agreement'
    ? { agreement: fromAgreement(item.agreement), caughtUp: false }
    : { agreement: undefined, caughtUp: true };

/** @throws DomainError invalid_argument for a form that this release does not know. */
export function toFormat(format: v1.DocumentFormat): DocumentFormat {
  switch (format) {
    case v1.DocumentFormat.UNSPECIFIED:
      return 'detect';
    case v1.DocumentFormat.YAML:
      return 'yaml';
    case v1.DocumentFormat.JSON:
      return 'json';
    default:
      throw refuse('format', 'agreements.format_unknown', { format });
  }
}

/** @throws DomainError invalid_argument when the text cannot be the id of anything. */
export function toResourceId(field: string, text: string): string {
  if (!isResourceId(text)) throw refuse(field, 'agreements.id_malformed', { field, id: text.slice(0, 60) });
  return text;
}

/** A filter that may be left out. */
export const toParty = (text: string): { readonly party?: string } =>
  text === '' ? {} : { party: toResourceId('party', text) };

/** @throws DomainError invalid_argument when the text is no SHA-256. */
export function toContentHash(text: string): string {
  if (!/^[0-9a-f]{64}$/.test(text)) {
    throw refuse('content_hash', 'agreements.content_hash_malformed', { hash: text.slice(0, 80) });
  }
  return text;
}

/** @throws DomainError invalid_argument for a time finer than a millisecond or outside the calendar of the suite. */
export function toEffectiveAt(time: Timestamp | undefined): { readonly effectiveAt?: Instant } {
  if (time === undefined) return {};
  const ms = Number(time.seconds) * 1_000 + time.nanos / 1_000_000;
  if (time.nanos < 0 || time.nanos > 999_999_999 || !Number.isInteger(ms)) {
    throw refuse('effective_time', 'agreements.time_malformed', { seconds: String(time.seconds), nanos: time.nanos });
  }
  return { effectiveAt: instant(ms) };
}

/** A page token names the last id of the page before. */
export const fromPageToken = (after: string | undefined): string =>
  after === undefined ? '' : Buffer.from(after).toString('base64url');

/** @throws DomainError invalid_argument when the token is not one of ours. */
export function toPageToken(token: string): string {
  const after = Buffer.from(token, 'base64url').toString();
  if (token !== '' && (!isResourceId(after) || fromPageToken(after) !== token)) {
    throw refuse('page_token', 'platform.page_token_malformed', {});
  }
  return after;
}

const refuse = (field: string, reason: string, params: Record<string, string | number>): DomainError =>
  new DomainError('invalid_argument', reason, params, [{ field, reason, params }]);
