import { commonV1, reportingV1 as v1, type Timestamp } from '@sla/contracts';
import type { Explanation } from '@sla/engine';
import { DomainError, InvariantError, type Instant, type Interval } from '@sla/kernel';
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
  if (known === undefined) throw new DomainError('invalid_argument', 'reporting.format_unknown', { value: format });
  return known;
}

export const MEDIA_TYPES = {
  json: 'application/json',
  csv: 'text/csv; charset=utf-8',
  html: 'text/html; charset=utf-8',
} as const;

function toInstant(time: Timestamp | undefined, field: string): Instant {
  if (time === undefined)
    throw new DomainError('invalid_argument', 'reporting.time_missing', {}, [
      { field, reason: 'reporting.time_missing' },
    ]);
  return (Number(time.seconds) * 1000 + Math.floor(time.nanos / 1e6)) as Instant;
}

export const toInterval = (range: commonV1.TimeRange, field: string): Interval => ({
  start: toInstant(range.startTime, `${field}.start_time`),
  end: toInstant(range.endTime, `${field}.end_time`),
});

/** Page tokens are opaque: base64url of where the page before ended. */
export const fromPageToken = (next: string): string => Buffer.from(next).toString('base64url');

export function toPageToken(token: string): string {
  const text = Buffer.from(token, 'base64url').toString();
  if (fromPageToken(text) !== token) {
    throw new DomainError('invalid_argument', 'platform.page_token_malformed', {}, [
      { field: 'page_token', reason: 'platform.page_token_malformed' },
    ]);
  }
  return text;
}
