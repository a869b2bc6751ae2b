import { createHash } from 'node:crypto';
import { connect, type IncomingHttpHeaders } from 'node:http2';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { reportingV1 as v1 } from '@sla/contracts';
import { DAY_MS, defined, parseInstant } from '@sla/kernel';
import { RpcStatus, timestampOf } from '@sla/platform';
import { MAX_EDITIONS, MAX_PAGE } from '../src/adapters/grpc/reporting.controller.js';
import { MAX_REASON } from '../src/domain/reason.js';
import { contractOf, findingOf, missedBy, monthOf } from '../src/domain/web-shop.fixture.js';
import {
  effectiveEvent,
  failureOf,
  findingEvent,
  publish,
  serve,
  until,
  type ReportingClient,
  type Served,
} from './served.js';

const APRIL = { window: monthOf(4), windowLabel: '2026-04' };
const REVIEW = findingOf({
  verdict: 'review_required',
  low: { num: 98n, den: 100n },
  high: { num: 1n, den: 1n },
  ...APRIL,
});
const ORDERS = findingOf({ objectiveId: 'orders', unit: 'events', good: '1000', budgetTotal: '5', budgetLeft: '5' });
const ALL = { agreementId: '', overlapping: undefined, pageSize: 0, pageToken: '' };
const EDITIONS = { agreementId: '', period: '', pageSize: 0, pageToken: '' };
const LEDGER = { agreementId: '', pageSize: 0, pageToken: '' };
const NEWEST = { agreementId: 'web-shop', period: '2026-03', edition: 0, format: v1.ReportFormat.JSON };
const ISSUE = { agreementId: 'web-shop', period: '2026-03', reason: '', requestId: '' };
const CREDIT = { agreementId: 'web-shop', creditId: 'availability-credit', windowLabel: '2026-03' };

describe('the service over gRPC', () => {
  let served: Served;
  let provider: ReportingClient;
  let customer: ReportingClient;
  let auditor: ReportingClient;

  beforeAll(async () => {
    served = await serve('demo,other');
    provider = await served.client({ party: 'northwind', roles: ['provider_manager'] });
    customer = await served.client({ party: 'acme', roles: ['customer_manager'] });
    auditor = await served.client({ roles: ['auditor'] });
    const findings = [missedBy(60), ORDERS, REVIEW, missedBy(60, { agreementId: 'data-platform' })];
    for (const finding of findings) served.peers.tell(finding);
    await publish(
      served,
      effectiveEvent(contractOf(), 'demo', 1),
      effectiveEvent(contractOf({ id: 'data-platform', customer: 'globex' }), 'demo', 1),
      ...findings.map((finding) => findingEvent(finding, 'demo', 1)),
    );
    await until(
      () => auditor.listCompliance(ALL),
      ({ rows }) => rows.length === findings.length,
    );
    await until(
      () => auditor.listReportEditions(EDITIONS),
      ({ editions }) => editions.length === 1,
    );
  });
  afterAll(() => served.close());

  /** What is stored: a refusal leaves it as it is. */
  const stored = async (): Promise<string> => {
    const answers = [await auditor.listReportEditions(EDITIONS), await auditor.listLedgerEntries(LEDGER)];
    return JSON.stringify(answers, (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value));
  };

  describe('answers', () => {
    it('the compliance table with every clause, phase and coverage', async () => {
      const { rows, nextPageToken } = await customer.listCompliance(ALL);
      expect(nextPageToken).toBe('');
      const shown = rows.map(({ credits }) =>
        credits.map(
          (c) =>
            `${c.creditId} ${c.state} ${c.amount?.amountMinor} ${c.low?.amountMinor}…${c.high?.amountMinor} ${c.percent}`,
        ),
      );
      const { ISSUED, PENDING_REVIEW, NONE } = v1.CreditState;
      expect(shown).toEqual([
        [`availability-credit ${ISSUED} 120000 120000…120000 10`, `availability-extra ${ISSUED} 60000 60000…60000 5`],
        [`availability-credit ${PENDING_REVIEW} 0 0…600000 `, `availability-extra ${PENDING_REVIEW} 0 0…60000 `],
        [`orders-credit ${NONE} 0 0…0 `],
      ]);
      expect(rows[0]?.determination).toMatchObject({ phase: 3, coverage: { numerator: '1', denominator: '1' } });
      expect(rows[0]).toMatchObject({
        agreementTitle: { en: 'Web shop', zhCn: '网店' },
        objectiveTitle: { en: 'The availability', zhCn: '可用性' },
      });
    });

    it('the determination as measurement published it', async () => {
      const { rows } = await customer.listCompliance(ALL);
      const [row] = rows.filter(({ determination }) => determination?.objectiveId === 'orders');
      expect(row?.determination).toMatchObject({
        agreementVersion: 1,
        agreementHash: ORDERS.contentHash,
        good: '1000',
        bad: '0',
        evidenceHash: ORDERS.evidenceHash,
        resultHash: ORDERS.resultHash,
        traceId: ORDERS.traceId,
        evaluatorVersion: ORDERS.evaluator,
        window: { startTime: timestampOf(monthOf(3).start), endTime: timestampOf(monthOf(3).end) },
      });
    });

    it('only windows that overlap a span', async () => {
      const overlapping = {
        startTime: timestampOf(parseInstant('2026-04-01T00:00:00+08:00')),
        endTime: timestampOf(parseInstant('2026-04-02T00:00:00+08:00')),
      };
      const { rows } = await customer.listCompliance({ ...ALL, overlapping });
      expect(rows.map(({ determination }) => determination?.windowLabel)).toEqual(['2026-04']);
    });

    it('the ledger with accounts and hashes', async () => {
      const { entries } = await customer.listLedgerEntries({ ...LEDGER, agreementId: 'web-shop' });
      expect(entries.map(({ creditId, amount }) => [creditId, amount?.amountMinor, amount?.currency])).toEqual([
        ['availability-credit', 120_000n, 'CNY'],
        ['availability-extra', 60_000n, 'CNY'],
      ]);
      expect(entries[0]).toMatchObject({
        debitAccount: 'provider/northwind/service-credits',
        creditAccount: 'customer/acme/receivable',
        determinationRevision: 1,
        resultHash: missedBy(60).resultHash,
        corrects: '',
      });
    });

    it('how a credit came about, in both languages', async () => {
      const { credit, explanation } = await customer.explainCredit(CREDIT);
      expect(credit).toMatchObject({ state: v1.CreditState.ISSUED, percent: '10', amount: { amountMinor: 120_000n } });
      expect(explanation?.text?.en).toContain('1200.00 CNY');
      expect(explanation?.children.map(({ text }) => text?.zhCn)).toEqual([
        expect.stringContaining('99.9'),
        expect.stringContaining('12000.00'),
        expect.stringContaining('1200.00'),
      ]);
    });

    it.each([
      ['JSON', v1.ReportFormat.JSON, 'application/json', 'contentHash'],
      ['JSON where no format is named', v1.ReportFormat.UNSPECIFIED, 'application/json', 'contentHash'],
      ['CSV', v1.ReportFormat.CSV, 'text/csv; charset=utf-8', 'csvHash'],
      ['HTML', v1.ReportFormat.HTML, 'text/html; charset=utf-8', 'htmlHash'],
    ] as const)('an edition as %s whose bytes fit its hash', async (_name, format, mediaType, hash) => {
      const answer = await customer.getReportEdition({ ...NEWEST, edition: 1, format });
      expect(answer.mediaType).toBe(mediaType);
      expect(createHash('sha256').update(answer.content).digest('hex')).toBe(answer.edition?.[hash]);
      expect(await customer.getReportEdition({ ...NEWEST, format })).toEqual(answer);
    });

    it('to a report that is asked for with the newest edition while nothing has changed', async () => {
      const { edition, issued } = await provider.issueReport({ ...ISSUE, reason: 'again' });
      expect([issued, edition?.edition]).toEqual([false, 1]);
    });

    it('to a report of an open period with an edition that says so, once per request id', async () => {
      const order = { ...ISSUE, period: '2026-04', reason: 'for the meeting', requestId: 'request-april' };
      const first = await customer.issueReport(order);
      expect(first).toMatchObject({ issued: true, edition: { edition: 1, complete: false } });
      expect(await customer.issueReport(order)).toEqual(first);
      const error = await failureOf(customer.issueReport({ ...order, period: '2026-03' }));
      expect(error).toMatchObject({ code: RpcStatus.ALREADY_EXISTS, reason: 'platform.request_id_reused' });
      const { content } = await customer.getReportEdition({ ...NEWEST, period: '2026-04' });
      expect(JSON.parse(Buffer.from(content).toString())).toMatchObject({
        reason: 'for the meeting',
        complete: false,
        awaited: [{ objective: 'orders', window: '2026-04' }],
      });
    });
  });

  describe('bad input stores nothing and says where, why and the way out in both languages', () => {
    const at = (text: string) => timestampOf(parseInstant(text));
    const span = (startTime: v1.ListComplianceRequest['overlapping']) => ({ ...ALL, overlapping: startTime });
    const garbage = Buffer.from('a\u0000\nb\n1').toString('base64url');
    type Bad = [string, (client: ReportingClient) => Promise<unknown>, RpcStatus, string, string];
    const { INVALID_ARGUMENT, NOT_FOUND, FAILED_PRECONDITION } = RpcStatus;

    it.each<Bad>([
      [
        'a month that does not exist',
        (c) => c.issueReport({ ...ISSUE, period: '2026-13' }),
        INVALID_ARGUMENT,
        'reporting.period_malformed',
        'period',
      ],
      [
        'no period',
        (c) => c.issueReport({ ...ISSUE, period: '' }),
        INVALID_ARGUMENT,
        'reporting.period_malformed',
        'period',
      ],
      [
        'a reason one too long',
        (c) => c.issueReport({ ...ISSUE, reason: 'x'.repeat(MAX_REASON + 1) }),
        INVALID_ARGUMENT,
        'reporting.reason_too_long',
        'reason',
      ],
      [
        'a reason with control characters',
        (c) => c.issueReport({ ...ISSUE, reason: 'a\u0000' }),
        INVALID_ARGUMENT,
        'reporting.reason_not_text',
        'reason',
      ],
      [
        'a period without results',
        (c) => c.issueReport({ ...ISSUE, period: '2026-07' }),
        FAILED_PRECONDITION,
        'reporting.period_empty',
        '',
      ],
      [
        'an unknown agreement to report on',
        (c) => c.issueReport({ ...ISSUE, agreementId: 'nowhere' }),
        NOT_FOUND,
        'reporting.agreement_not_found',
        '',
      ],
      [
        'no agreement to report on',
        (c) => c.issueReport({ ...ISSUE, agreementId: '' }),
        NOT_FOUND,
        'reporting.agreement_not_found',
        '',
      ],
      [
        'a name with a zero',
        (c) => c.issueReport({ ...ISSUE, agreementId: 'a\u0000' }),
        INVALID_ARGUMENT,
        'reporting.text_not_plain',
        'agreement_id',
      ],
      [
        'a filter with a zero',
        (c) => c.listCompliance({ ...ALL, agreementId: 'a\u0000' }),
        INVALID_ARGUMENT,
        'reporting.text_not_plain',
        'agreement_id',
      ],
      [
        'a period with a zero',
        (c) => c.listReportEditions({ ...EDITIONS, period: '\u0000' }),
        INVALID_ARGUMENT,
        'reporting.text_not_plain',
        'period',
      ],
      [
        'a clause with a zero',
        (c) => c.explainCredit({ ...CREDIT, creditId: '\u0000' }),
        INVALID_ARGUMENT,
        'reporting.text_not_plain',
        'credit_id',
      ],
      [
        'an edition below zero',
        (c) => c.getReportEdition({ ...NEWEST, edition: -1 }),
        INVALID_ARGUMENT,
        'reporting.edition_negative',
        'edition',
      ],
      [
        'an edition that is not there',
        (c) => c.getReportEdition({ ...NEWEST, edition: 99 }),
        NOT_FOUND,
        'reporting.edition_not_found',
        '',
      ],
      [
        'an edition of an unknown agreement',
        (c) => c.getReportEdition({ ...NEWEST, agreementId: 'nowhere' }),
        NOT_FOUND,
        'reporting.agreement_not_found',
        '',
      ],
      [
        'a format of tomorrow',
        (c) => c.getReportEdition({ ...NEWEST, format: 9 as v1.ReportFormat }),
        INVALID_ARGUMENT,
        'reporting.format_unknown',
        'format',
      ],
      [
        'an unknown clause',
        (c) => c.explainCredit({ ...CREDIT, creditId: 'nothing' }),
        NOT_FOUND,
        'reporting.credit_not_found',
        '',
      ],
      [
        'a credit of an unknown agreement',
        (c) => c.explainCredit({ ...CREDIT, agreementId: 'nowhere' }),
        NOT_FOUND,
        'reporting.agreement_not_found',
        '',
      ],
      [
        'a span without start',
        (c) => c.listCompliance(span({ startTime: undefined, endTime: at('2026-04-01T00:00:00Z') })),
        INVALID_ARGUMENT,
        'reporting.time_missing',
        'overlapping.start_time',
      ],
      [
        'a span without end',
        (c) => c.listCompliance(span({ startTime: at('2026-04-01T00:00:00Z'), endTime: undefined })),
        INVALID_ARGUMENT,
        'reporting.time_missing',
        'overlapping.end_time',
      ],
      [
        'an empty span',
        (c) => c.listCompliance(span({ startTime: at('2026-04-01T00:00:00Z'), endTime: at('2026-04-01T00:00:00Z') })),
        INVALID_ARGUMENT,
        'reporting.span_empty',
        'overlapping',
      ],
      [
        'a span of the year 30000',
        (c) =>
          c.listCompliance(
            span({ startTime: at('2026-04-01T00:00:00Z'), endTime: { seconds: 900_000_000_000n, nanos: 0 } }),
          ),
        INVALID_ARGUMENT,
        'kernel.instant_out_of_range',
        'overlapping.end_time',
      ],
      [
        'a page one too large',
        (c) => c.listCompliance({ ...ALL, pageSize: MAX_PAGE + 1 }),
        INVALID_ARGUMENT,
        'platform.page_size_out_of_range',
        'page_size',
      ],
      [
        'a page below zero',
        (c) => c.listLedgerEntries({ ...LEDGER, pageSize: -1 }),
        INVALID_ARGUMENT,
        'platform.page_size_out_of_range',
        'page_size',
      ],
      [
        'a ledger page one too large',
        (c) => c.listLedgerEntries({ ...LEDGER, pageSize: MAX_PAGE + 1 }),
        INVALID_ARGUMENT,
        'platform.page_size_out_of_range',
        'page_size',
      ],
      [
        'editions one too many',
        (c) => c.listReportEditions({ ...EDITIONS, pageSize: MAX_EDITIONS + 1 }),
        INVALID_ARGUMENT,
        'platform.page_size_out_of_range',
        'page_size',
      ],
      [
        'a token that is no base64url',
        (c) => c.listCompliance({ ...ALL, pageToken: '%%%' }),
        INVALID_ARGUMENT,
        'platform.page_token_malformed',
        'page_token',
      ],
      [
        'a token of another list',
        (c) => c.listCompliance({ ...ALL, pageToken: Buffer.from('7').toString('base64url') }),
        INVALID_ARGUMENT,
        'platform.page_token_malformed',
        'page_token',
      ],
      [
        'a token with a zero',
        (c) => c.listCompliance({ ...ALL, pageToken: garbage }),
        INVALID_ARGUMENT,
        'platform.page_token_malformed',
        'page_token',
      ],
      [
        'a token with a word for a number',
        (c) => c.listCompliance({ ...ALL, pageToken: Buffer.from('a\nb\nc').toString('base64url') }),
        INVALID_ARGUMENT,
        'platform.page_token_malformed',
        'page_token',
      ],
      [
        'a ledger token of garbage',
        (c) => c.listLedgerEntries({ ...LEDGER, pageToken: 'AAAA' }),
        INVALID_ARGUMENT,
        'platform.page_token_malformed',
        'page_token',
      ],
      [
        'a token of editions with a huge number',
        (c) =>
          c.listReportEditions({
            ...EDITIONS,
            pageToken: Buffer.from(`1\na\nb\n${'9'.repeat(19)}`).toString('base64url'),
          }),
        INVALID_ARGUMENT,
        'platform.page_token_malformed',
        'page_token',
      ],
    ])('%s', async (_name, call, code, reason, field) => {
      const before = await stored();
      const chinese = await served.client({ party: 'northwind', roles: ['provider_manager'], locale: 'zh-CN' });
      const [english, other] = [await failureOf(call(provider)), await failureOf(call(chinese))];
      expect([english.code, english.reason]).toEqual([code, reason]);
      expect(english.violations.map((violation) => violation.field)).toEqual(field === '' ? [] : [field]);
      expect(english.message).not.toContain(reason);
      expect(other.message).toMatch(/[\u4e00-\u9fff]/);
      expect(await stored()).toBe(before);
    });

    it.each([
      ['the compliance table', (c: ReportingClient) => c.listCompliance({ ...ALL, pageSize: MAX_PAGE })],
      ['the ledger', (c: ReportingClient) => c.listLedgerEntries({ ...LEDGER, pageSize: MAX_PAGE })],
      ['editions', (c: ReportingClient) => c.listReportEditions({ ...EDITIONS, pageSize: MAX_EDITIONS })],
    ])('a page as large as may be is given: %s', async (_name, call) => {
      expect(await call(provider)).toMatchObject({ nextPageToken: '' });
    });

    it('a huge edition token within the range of integers finds a page', async () => {
      const pageToken = Buffer.from(`1\na\nb\n${'9'.repeat(18)}`).toString('base64url');
      expect((await provider.listReportEditions({ ...EDITIONS, pageToken })).editions).toEqual([]);
    });
  });

  it('pages of one show everything once', async () => {
    const pages = async <P extends { readonly nextPageToken: string }>(
      call: (pageToken: string) => Promise<P>,
      items: (page: P) => readonly unknown[],
    ): Promise<readonly unknown[]> => {
      const seen: unknown[] = [];
      for (let token = '', turns = 0; turns < 20; turns++) {
        const page = await call(token);
        expect(items(page)).toHaveLength(1);
        seen.push(...items(page));
        if (page.nextPageToken === '') return seen;
        token = page.nextPageToken;
      }
      throw new Error('the pages never end');
    };
    expect(
      await pages(
        (pageToken) => auditor.listCompliance({ ...ALL, pageSize: 1, pageToken }),
        (p) => p.rows,
      ),
    ).toEqual((await auditor.listCompliance(ALL)).rows);
    expect(
      await pages(
        (pageToken) => auditor.listLedgerEntries({ ...LEDGER, pageSize: 1, pageToken }),
        (p) => p.entries,
      ),
    ).toEqual((await auditor.listLedgerEntries(LEDGER)).entries);
    expect(
      await pages(
        (pageToken) => auditor.listReportEditions({ ...EDITIONS, pageSize: 1, pageToken }),
        (p) => p.editions,
      ),
    ).toEqual((await auditor.listReportEditions(EDITIONS)).editions);
  });

  describe('callers', () => {
    it.each<[string, () => Promise<ReportingClient>, RpcStatus, string]>([
      [
        'without a token',
        () => Promise.resolve(served.stranger()),
        RpcStatus.UNAUTHENTICATED,
        'platform.token_missing',
      ],
      [
        'with a false token',
        () => Promise.resolve(served.stranger('a.b.c')),
        RpcStatus.UNAUTHENTICATED,
        'platform.token_invalid',
      ],
      [
        'of an unknown tenant',
        () => served.client({ tenant: 'nowhere', party: 'acme', roles: ['customer_manager'] }),
        RpcStatus.PERMISSION_DENIED,
        'platform.tenant_unknown',
      ],
      [
        'of another tenant',
        () => served.client({ tenant: 'other', party: 'acme', roles: ['customer_manager'] }),
        RpcStatus.NOT_FOUND,
        'reporting.agreement_not_found',
      ],
      [
        'of another party',
        () => served.client({ party: 'globex', roles: ['customer_manager'] }),
        RpcStatus.NOT_FOUND,
        'reporting.agreement_not_found',
      ],
      [
        'without a party',
        () => served.client({ roles: ['provider_manager'] }),
        RpcStatus.PERMISSION_DENIED,
        'reporting.party_required',
      ],
      [
        'with a role that may not',
        () => served.client({ roles: ['ingest'] }),
        RpcStatus.PERMISSION_DENIED,
        'platform.role_missing',
      ],
    ])('%s are refused', async (_name, open, code, reason) => {
      const error = await failureOf((await open()).getReportEdition(NEWEST));
      expect([error.code, error.reason]).toEqual([code, reason]);
    });

    it('of another party or tenant see empty lists', async () => {
      const others = [
        await served.client({ party: 'initech', roles: ['customer_manager'] }),
        await served.client({ tenant: 'other', roles: ['auditor'] }),
      ];
      for (const client of others) {
        expect((await client.listCompliance(ALL)).rows).toEqual([]);
        expect((await client.listReportEditions(EDITIONS)).editions).toEqual([]);
        expect((await client.listLedgerEntries(LEDGER)).entries).toEqual([]);
      }
    });

    it('see only agreements of their party', async () => {
      const globex = await served.client({ party: 'globex', roles: ['customer_manager'] });
      const { rows } = await globex.listCompliance(ALL);
      expect(rows.map(({ determination }) => determination?.agreementId)).toEqual(['data-platform']);
      const foreign = await globex.listCompliance({ ...ALL, agreementId: 'web-shop' });
      expect(foreign.rows).toEqual([]);
    });

    it('who only read may not issue', async () => {
      const error = await failureOf(auditor.issueReport(ISSUE));
      expect(error).toMatchObject({ code: RpcStatus.PERMISSION_DENIED, reason: 'platform.role_missing' });
    });

    it('with a deadline of 30 days are refused by our client before anything is sent', async () => {
      const call = auditor.listCompliance(ALL, { deadlineMs: 30 * DAY_MS });
      await expect(call).rejects.toMatchObject({ reason: 'platform.deadline_too_long' });
    });

    it.each([
      ['1 h and 1 min', '3660S', [RpcStatus.INVALID_ARGUMENT]],
      // Beyond 2^31 ms the timer of the gRPC library itself overflows and ends the call before any code of ours sees it.
      ['30 days', '2592000S', [RpcStatus.INVALID_ARGUMENT, RpcStatus.DEADLINE_EXCEEDED]],
    ])('with a deadline of %s from another client are refused', async (_name, timeout, codes) => {
      const { path } = v1.ReportingServiceService.listCompliance;
      const trailers = await callWithTimeout(served.address, path, timeout, await served.token({ roles: ['auditor'] }));
      expect(codes.map(String)).toContain(trailers['grpc-status']);
    });
  });

  it('says that measurement is away, keeps nothing, and issues when it is back', async () => {
    const globex = await served.client({ party: 'globex', roles: ['customer_manager'] });
    const order = { ...ISSUE, agreementId: 'data-platform', requestId: 'while-away' };
    served.peers.away = true;
    const error = await failureOf(globex.issueReport(order));
    served.peers.away = false;
    expect(error).toMatchObject({ code: RpcStatus.UNAVAILABLE, reason: 'reporting.measurement_away' });
    const { edition, issued } = await globex.issueReport(order);
    expect([issued, defined(edition, 'the edition').edition]).toEqual([true, 1]);
  });

  it('drains and leaves nothing behind', async () => {
    expect(await served.drain()).toEqual([]);
  });
});

/** A call as no client library of ours would make it: their timers refuse or overflow such a deadline before it is sent. */
function callWithTimeout(address: string, path: string, timeout: string, token: string): Promise<IncomingHttpHeaders> {
  const session = connect(`http://${address}`);
  const headers = {
    'content-type': 'application/grpc',
    te: 'trailers',
    'grpc-timeout': timeout,
    authorization: `Bearer ${token}`,
  };
  const stream = session.request({ ':method': 'POST', ':path': path, ...headers });
  return new Promise<IncomingHttpHeaders>((resolve, reject) => {
    stream.on('response', (response) => 'grpc-status' in response && resolve(response));
    stream.on('trailers', resolve);
    stream.on('error', reject);
    stream.resume().end(Buffer.alloc(5));
  }).finally(() => session.close());
}
