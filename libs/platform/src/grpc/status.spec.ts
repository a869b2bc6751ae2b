import { status } from '@grpc/grpc-js';
import { describe, expect, it } from '@jest/globals';
import { DomainError, InvariantError, type DomainErrorKind } from '@sla/kernel';
import { rpcErrorOf } from '../client/rpc-error.js';
import { failureOf, MAX_STATUS_BYTES, STATUS_DETAILS, type Locale } from './status.js';

/** What a client makes of our answer. */
const received = (error: unknown, locale: Locale = 'en', traceId = 'trace-1') => {
  const failure = failureOf(error, locale, traceId);
  const detailed = Object.assign(new Error(failure.details), failure, { metadata: failure.metadata ?? ({} as never) });
  return rpcErrorOf({ ...detailed, name: 'Error', message: failure.details });
};
const bytesOf = (error: DomainError): number => {
  const [details] = failureOf(error, 'zh-CN', '').metadata?.get(STATUS_DETAILS) ?? [];
  return (details as Buffer).length;
};

describe('an error on its way to the client and back', () => {
  it.each<[DomainErrorKind, keyof typeof status]>([
    ['invalid_argument', 'INVALID_ARGUMENT'],
    ['not_found', 'NOT_FOUND'],
    ['already_exists', 'ALREADY_EXISTS'],
    ['failed_precondition', 'FAILED_PRECONDITION'],
    ['aborted', 'ABORTED'],
    ['permission_denied', 'PERMISSION_DENIED'],
    ['unauthenticated', 'UNAUTHENTICATED'],
    ['resource_exhausted', 'RESOURCE_EXHAUSTED'],
    ['out_of_range', 'OUT_OF_RANGE'],
    ['unavailable', 'UNAVAILABLE'],
  ])('%s is %s', (kind, code) => {
    expect(received(new DomainError(kind, 'platform.token_missing'))).toMatchObject({
      code: status[code],
      reason: 'platform.token_missing',
    });
  });

  it.each<[Locale, string]>([
    ['en', 'A reason is required; it is kept in the audit chain.'],
    ['zh-CN', '必须说明原因，原因会保存在审计链中。'],
  ])('speaks %s', (locale, message) => {
    expect(received(new DomainError('invalid_argument', 'platform.reason_required'), locale).message).toBe(message);
  });

  it.each([
    ['a bug', new TypeError('secret')],
    ['a broken promise of ours', new InvariantError('secret')],
    ['no error at all', 'secret'],
  ])('tells nothing of %s but the trace', (_name, error) => {
    const answer = received(error);
    expect(answer).toMatchObject({
      code: status.INTERNAL,
      reason: 'platform.internal',
      params: { traceId: 'trace-1' },
    });
    expect(JSON.stringify(answer) + answer.message).not.toContain('secret');
  });

  it.each([
    ['without a text', new DomainError('aborted', 'nobody.wrote_this', { n: 1 }), 'nobody.wrote_this {"n":1}'],
    ['with a text that lacks a figure', new DomainError('aborted', 'platform.stream_idle'), 'platform.stream_idle {}'],
  ])('%s still arrives', (_name, error, message) => {
    expect(received(error).message).toBe(message);
  });

  it('names every violation, with its line', () => {
    const violations = [
      { field: 'a.b', reason: 'platform.reason_required', line: 3 },
      { field: 'c', reason: 'nobody.wrote_this' },
    ];
    expect(
      received(new DomainError('invalid_argument', 'platform.reason_required', {}, violations)).violations,
    ).toEqual([
      {
        field: 'a.b (line 3)',
        reason: 'platform.reason_required',
        description: 'A reason is required; it is kept in the audit chain.',
      },
      { field: 'c', reason: 'nobody.wrote_this', description: 'nobody.wrote_this {}' },
    ]);
  });

  it('never outgrows the trailers of a client, and says how many violations there are', () => {
    for (const count of [1, 20, 37, 38, 39, 40, 41, 100, 5_000]) {
      const violations = Array.from({ length: count }, (_, i) => ({
        field: `f[${i}]`,
        reason: 'platform.reason_required',
      }));
      const error = new DomainError('invalid_argument', 'platform.reason_required', {}, violations);
      expect(bytesOf(error)).toBeLessThanOrEqual(MAX_STATUS_BYTES);
      const answer = received(error, 'zh-CN');
      const total = Number(answer.params['violations_total'] ?? answer.violations.length);
      expect(total).toBe(count);
    }
    const long = new DomainError('invalid_argument', 'platform.token_invalid', { why: '长'.repeat(100_000) });
    expect(failureOf(long, 'en', '').details.length).toBeLessThanOrEqual(1_000);
  });
});
