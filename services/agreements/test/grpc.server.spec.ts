import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { agreementsV1 as v1 } from '@sla/contracts';
import { defined } from '@sla/kernel';
import { type SlaRpcError, RpcStatus } from '@sla/platform';
import { documentOf, type DocumentChoices } from './documents.js';
import { failureOf, serve, type AgreementsClient, type Served } from './served.js';
import { makeKey, type TestKey } from './signing.js';

const FORMAT = v1.DocumentFormat.UNSPECIFIED;
const { DRAFT, AWAITING_SIGNATURE, SIGNED, EFFECTIVE, TERMINATED } = v1.VersionState;

describe('the service over gRPC', () => {
  let served: Served;
  let provider: AgreementsClient;
  let customer: AgreementsClient;
  let auditor: AgreementsClient;
  let key: TestKey;

  beforeAll(async () => {
    served = await serve('demo,other');
    provider = await served.client({ party: 'northwind', roles: ['provider_manager'] });
    customer = await served.client({ party: 'acme', roles: ['customer_manager'] });
    auditor = await served.client({ roles: ['auditor'] });
    key = await makeKey('northwind-key');
  });
  afterAll(() => served.close());

  const apply = (client: AgreementsClient, choices: DocumentChoices, requestId = '') =>
    client.applyDocument({ document: Buffer.from(documentOf(choices)), format: FORMAT, requestId, etag: '' });
  const applyText = (text: string) =>
    provider.applyDocument({ document: Buffer.from(text), format: FORMAT, requestId: '', etag: '' });
  const freeze = (agreementId: string, requestId = '') =>
    provider.freezeVersion({ agreementId, version: 1, requestId, etag: '' });

  async function sign(client: AgreementsClient, agreementId: string, by: TestKey): Promise<v1.Agreement> {
    const { agreement } = await client.getAgreement({ agreementId });
    const jws = await by.sign(agreement?.versions[0]?.contentHash ?? '');
    const signed = await client.signVersion({ agreementId, version: 1, keyId: by.keyId, jws, requestId: '' });
    return defined(signed.agreement, 'the agreement');
  }

  it('leads an agreement through its life', async () => {
    const agreementId = 'life';
    const changes = provider.watchAgreements({ party: '' })[Symbol.asyncIterator]();
    const seen = async (): Promise<unknown> => {
      const { value } = (await changes.next()) as { value: v1.WatchAgreementsResponse };
      return value.caughtUp ? 'caught up' : value.agreement?.versions[0]?.state;
    };
    expect(await seen()).toBe('caught up');

    const applied = await apply(customer, { id: agreementId });
    expect(applied).toMatchObject({ version: 1, changed: true, agreement: { kind: 'SLA', etag: '1' } });
    expect(await seen()).toBe(DRAFT);
    await freeze(agreementId);
    expect(await seen()).toBe(AWAITING_SIGNATURE);

    const acme = await makeKey('acme-key');
    for (const [client, party, own] of [
      [provider, 'northwind', key],
      [customer, 'acme', acme],
    ] as const) {
      const { keyId, publicJwk } = own;
      const { thumbprint } = await client.registerSigningKey({ party, keyId, publicJwk, requestId: '' });
      expect(thumbprint).toHaveLength(43);
    }
    expect((await sign(provider, agreementId, key)).versions[0]?.state).toBe(AWAITING_SIGNATURE);
    const [version] = (await sign(customer, agreementId, acme)).versions;
    expect(version).toMatchObject({ state: SIGNED, signatures: [{ party: 'northwind' }, { party: 'acme' }] });

    const activated = await provider.activateVersion({
      agreementId,
      version: 1,
      effectiveTime: undefined,
      requestId: '',
    });
    expect(activated.agreement?.versions[0]).toMatchObject({
      state: EFFECTIVE,
      effective: { startTime: { seconds: 1_759_276_800n }, endTime: { seconds: 1_822_348_800n } },
    });

    const contentHash = version?.contentHash ?? '';
    const terms = await auditor.getTerms({ contentHash });
    expect(createHash('sha256').update(terms.canonicalJson).digest('hex')).toBe(contentHash);
    expect(await customer.listAgreements({ pageSize: 0, pageToken: '', party: 'northwind' })).toMatchObject({
      agreements: [{ id: agreementId }],
      nextPageToken: '',
    });

    const ended = { agreementId, effectiveTime: undefined, reason: 'moved away', requestId: '' };
    expect((await customer.terminateAgreement(ended)).agreement?.versions[0]?.state).toBe(TERMINATED);
    await changes.return?.();
  });

  it('finds all faults of a document, with line, column and both languages', async () => {
    const document = Buffer.from(documentOf({ target: '101' }))
      .toString()
      .replace('Asia/Shanghai', 'Asia/Peking');
    const { findings, contentHash } = await provider.validateDocument({
      document: Buffer.from(document),
      format: FORMAT,
    });
    expect(contentHash).toBe('');
    expect(findings.map(({ field, reason, line, column }) => [field, reason, line, column])).toEqual(
      expect.arrayContaining([
        ['timeZone', 'terms.unknown_zone', 9, 11],
        ['objectives[0].target', 'terms.percent_above_100', 22, 13],
      ]),
    );
    for (const { text } of findings) expect(text?.zhCn).toMatch(/[\u4e00-\u9fff]/);
  });

  it('gives the canonical text and hash of a sound document', async () => {
    const answer = await auditor.validateDocument({ document: Buffer.from(documentOf()), format: FORMAT });
    expect(answer.findings).toEqual([]);
    expect(createHash('sha256').update(answer.canonicalJson).digest('hex')).toBe(answer.contentHash);
  });

  describe('bad input stores nothing and says what, where, why and the way out', () => {
    const text = (change: (document: string) => string): string =>
      change(Buffer.from(documentOf({ id: 'bad' })).toString());

    it.each<[string, string, string, string]>([
      ['malformed YAML', text((d) => d.replace('kind: SLA', 'kind: [SLA')), 'agreements.yaml_malformed', '(line 4)'],
      ['a duplicate key', text((d) => `${d}kind: OLA\n`), 'agreements.duplicate_key', 'kind (line 41)'],
      [
        'an unknown time zone',
        text((d) => d.replace('Asia/Shanghai', 'Mars/Olympus')),
        'terms.unknown_zone',
        'timeZone (line 9)',
      ],
      [
        'a target above 100 %',
        text((d) => d.replace('target: 99.9', 'target: 100.001')),
        'terms.percent_above_100',
        'objectives[0].target (line 22)',
      ],
      [
        'tiers with a hole',
        text((d) => d.replace('below: 99.9', 'below: 99.5')),
        'terms.tier_hole',
        'credits[0].tiers[0].below (line 37)',
      ],
      [
        'an unknown member',
        text((d) => d.replace('missingData: hold', 'missingdata: hold')),
        'terms.unknown_member',
        'objectives[0].missingdata (line 25)',
      ],
      ['a NUL in the text', '\u0000', 'agreements.text_with_nul', '(line 1)'],
    ])('%s', async (_name, document, reason, place) => {
      const error = await failureOf(applyText(document));
      expect(error).toMatchObject({ code: RpcStatus.INVALID_ARGUMENT, reason: 'agreements.document_invalid' });
      expect(error.violations.map((violation) => [violation.reason, violation.field.trim()])).toContainEqual([
        reason,
        place,
      ]);
      for (const { description } of error.violations) expect(description).toMatch(/\.$/);
      const page = await auditor.listAgreements({ pageSize: 0, pageToken: '', party: '' });
      expect(page.agreements.map(({ id }) => id)).not.toContain('bad');
    });

    it('a document of more than 1 MiB', async () => {
      const error = await failureOf(applyText(`# ${'x'.repeat(1_048_576)}`));
      expect(error.violations[0]?.reason).toBe('agreements.document_too_large');
    });

    it('speaks Chinese to those who ask for it', async () => {
      const chinese = await served.client({ party: 'acme', roles: ['customer_manager'], locale: 'zh-CN' });
      expect((await failureOf(chinese.getAgreement({ agreementId: 'nothing' }))).message).toContain(
        '没有您可以查看的协议',
      );
    });

    const activate = (agreementId: string, effectiveTime?: v1.ActivateVersionRequest['effectiveTime']) =>
      provider.activateVersion({ agreementId, version: 1, effectiveTime, requestId: '' });

    it.each<[string, () => Promise<unknown>, RpcStatus, string]>([
      [
        'an unusable agreement id',
        () => provider.getAgreement({ agreementId: 'Web Shop\u0000' }),
        RpcStatus.INVALID_ARGUMENT,
        'agreements.id_malformed',
      ],
      [
        'an unusable hash',
        () => provider.getTerms({ contentHash: 'x' }),
        RpcStatus.INVALID_ARGUMENT,
        'agreements.content_hash_malformed',
      ],
      [
        'an unknown hash',
        () => provider.getTerms({ contentHash: '0'.repeat(64) }),
        RpcStatus.NOT_FOUND,
        'agreements.terms_not_found',
      ],
      [
        'a negative page',
        () => provider.listAgreements({ pageSize: -1, pageToken: '', party: '' }),
        RpcStatus.INVALID_ARGUMENT,
        'platform.page_size_out_of_range',
      ],
      [
        'a page of 501',
        () => provider.listAgreements({ pageSize: 501, pageToken: '', party: '' }),
        RpcStatus.INVALID_ARGUMENT,
        'platform.page_size_out_of_range',
      ],
      [
        'a foreign page token',
        () => provider.listAgreements({ pageSize: 0, pageToken: '***', party: '' }),
        RpcStatus.INVALID_ARGUMENT,
        'platform.page_token_malformed',
      ],
      [
        'an unknown format',
        () => provider.validateDocument({ document: Buffer.from('a: 1'), format: v1.DocumentFormat.UNRECOGNIZED }),
        RpcStatus.INVALID_ARGUMENT,
        'agreements.format_unknown',
      ],
      [
        'a time finer than a millisecond',
        () => activate('ready', { seconds: 0n, nanos: 1 }),
        RpcStatus.INVALID_ARGUMENT,
        'agreements.time_malformed',
      ],
      [
        'a time beyond the calendar',
        () => activate('ready', { seconds: 1n << 60n, nanos: 0 }),
        RpcStatus.OUT_OF_RANGE,
        'kernel.instant_out_of_range',
      ],
      [
        'an unsigned version activated',
        () => activate('ready'),
        RpcStatus.FAILED_PRECONDITION,
        'agreements.activate_unsigned',
      ],
      [
        'a version that does not exist',
        () => provider.freezeVersion({ agreementId: 'ready', version: -1, requestId: '', etag: '' }),
        RpcStatus.NOT_FOUND,
        'agreements.version_not_found',
      ],
      [
        'a wrong signature',
        async () => sign(provider, 'ready', await makeKey('northwind-key')),
        RpcStatus.INVALID_ARGUMENT,
        'agreements.signature_wrong',
      ],
      [
        'no reason for the end',
        () =>
          provider.terminateAgreement({ agreementId: 'ready', effectiveTime: undefined, reason: ' ', requestId: '' }),
        RpcStatus.INVALID_ARGUMENT,
        'agreements.reason_missing',
      ],
      [
        'an old etag',
        () => provider.freezeVersion({ agreementId: 'ready', version: 1, requestId: '', etag: '99' }),
        RpcStatus.ABORTED,
        'agreements.etag_mismatch',
      ],
    ])('%s', async (_name, call, code, reason) => {
      await apply(provider, { id: 'ready' });
      await freeze('ready').catch(() => undefined);
      const { publicJwk, keyId } = key;
      await provider.registerSigningKey({ party: 'northwind', keyId, publicJwk, requestId: '' });
      const error = await failureOf(call());
      expect([error.code, error.reason]).toEqual([code, reason]);
      expect(error.message).not.toContain(reason);
    });
  });

  it('answers a repeated request the same, once, and refuses its id for another', async () => {
    const first = await apply(provider, { id: 'repeated' }, 'request-1');
    await freeze('repeated');
    expect(await apply(provider, { id: 'repeated' }, 'request-1')).toEqual(first);
    const error = await failureOf(apply(provider, { id: 'repeated', target: '99' }, 'request-1'));
    expect(error).toMatchObject({ code: RpcStatus.ALREADY_EXISTS, reason: 'platform.request_id_reused' });
  });

  it('ends watches when it drains, and leaves nothing behind', async () => {
    const changes = auditor.watchAgreements({ party: '' })[Symbol.asyncIterator]();
    while (!(await changes.next()).value?.caughtUp) continue;
    const end = changes.next().then(
      () => 'went on',
      (error: SlaRpcError) => RpcStatus[error.code],
    );
    expect(await served.drain()).toEqual([]);
    expect(['UNAVAILABLE', 'CANCELLED']).toContain(await end);
  });
});
