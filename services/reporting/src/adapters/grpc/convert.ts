import { commonV1, reportingV1 as v1, type Timestamp } from '@sla/contracts';
import type { Explanation } from '@sla/engine';
import {
  DomainError,
  formatInstant,
  InvariantError,
  MAX_INSTANT,
  MIN_INSTANT,
  type Instant,
  type Interval,
} from '@sla/kernel';
import { tryRender, type Locale } from '@sla/texts';
import type { CreditState } from '../../domain/booking.js';
import type { StoredCredit } from '../../usecases/ports.js';

const CREDIT_STATES: Readonly<Record<CreditState, v1.CreditState>> = {
  none: v1.CreditState.NONE,
  expected: v1.CreditState.EXPECTED,
  pending_review: v1.CreditState.PENDING_REVIEW,
  issued: v1.CreditState.ISSUED,
};

export const fromCredit = (credit: StoredCredit): v1.Credit => ({
  creditId: credit.creditId,
  state: CREDIT_STATES[credit.state],
  amount: { amountMinor: credit.amountMinor, currency: credit.currency },
  low: { amountMinor: credit.lowMinor, currency: credit.currency },
  high: { amountMinor: credit.highMinor, currency: credit.currency },
  percent: credit.percent,
});

/** An explanation with its texts in both languages. */
export function fromExplanation({ key, params, children }: Explanation): commonV1.ExplanationNode {
  const text = (locale: Locale): string => {
    const rendered = tryRender(key, params, locale);
    if (rendered === undefined) throw new InvariantError(`there is no text ${key}`);
    return rendered;
  };
  return {
    key,
    text: { en: text('en'), zhCn: text('zh-CN') },
    params: Object.fromEntries(Object.entries(params).map(([name, value]) => [name, String(value)])),
    children: children.map(fromExplanation),
  };
}

const FORMATS: Readonly<Partial<Record<v1.ReportFormat, 'json' | 'csv' | 'html'>>> = {
  [v1.ReportFormat.UNSPECIFIED]: 'json',
  [v1.ReportFormat.JSON]: 'json',
  [v1.ReportFormat.CSV]: 'csv',
  [v1.ReportFormat.HTML]: 'html',
};

/** @throws DomainError for a format of a newer contract. */
export function toFormat(format: v1.ReportFormat): 'json' | 'csv' | 'html' {
  const known = FORMATS[format];
  if (known === undefined) throw invalid('format', 'reporting.format_unknown', { value: format });
  return known;
}

export const MEDIA_TYPES = {
  json: 'application/json',
  csv: 'text/csv; charset=utf-8',
  html: 'text/html; charset=utf-8',
} as const;

const invalid = (field: string, reason: string, params: Readonly<Record<string, string | number>> = {}): DomainError =>
  new DomainError('invalid_argument', reason, params, [{ field, reason, params }]);

/** A name that a request carries. @throws DomainError when it holds a zero character, which no name of ours does. */
export function toText(text: string, field: string): string {
  if (text.includes('\u0000')) throw invalid(field, 'reporting.text_not_plain');
  return text;
}

/** @throws DomainError when the edition is negative: 0 is the newest. */
export function toEditionNumber(edition: number): number {
  if (edition < 0) throw invalid('edition', 'reporting.edition_negative', { value: edition });
  return edition;
}

function toInstant(time: Timestamp | undefined, field: string): Instant {
  if (time === undefined) throw invalid(field, 'reporting.time_missing');
  const ms = Number(time.seconds) * 1000 + Math.floor(time.nanos / 1e6);
  if (!(ms >= MIN_INSTANT && ms <= MAX_INSTANT))
    throw invalid(field, 'kernel.instant_out_of_range', { value: String(ms) });
  return ms as Instant;
}

/** @throws DomainError when an end is missing or out of range, or when no time lies between them. */
export function toInterval(range: commonV1.TimeRange, field: string): Interval {
  const start = toInstant(range.startTime, `${field}.start_time`);
  const end = toInstant(range.endTime, `${field}.end_time`);
  if (end <= start)
    throw invalid(field, 'reporting.span_empty', { start: formatInstant(start), end: formatInstant(end) });
  return { start, end };
}

/** Page tokens are opaque: base64url of where the page before ended. */
export const fromPageToken = (next: string): string => Buffer.from(next).toString('base64url');

export function toPageToken(token: string): string {
  const text = Buffer.from(token, 'base64url').toString();
  if (fromPageToken(text) !== token) throw invalid('page_token', 'platform.page_token_malformed');
  return text;
}
