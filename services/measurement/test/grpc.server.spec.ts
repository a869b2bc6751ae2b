import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { measurementV1 as v1 } from '@sla/contracts';
import { verifyBundle } from '@sla/engine';
import { DAY_MS, defined } from '@sla/kernel';
import { RpcStatus } from '@sla/platform';
import { digest } from './fake-ports.js';
import { eventually, failureOf, serve, type IngestClient, type MeasurementClient, type Served } from './served.js';
import { contractOf } from './terms.js';
import { columnOf, countColumn, rangeOf, rawCall, reasonIn, timeOf, valueColumn, wireBatch } from './wire.js';
import { at } from './batches.js';

const { FINAL, RESTATED } = v1.Phase;
const { MET, MISSED } = v1.Verdict;

describe('the service over gRPC', () => {
  let served: Served;
  let probes: IngestClient;
  let provider: MeasurementClient;
  let customer: MeasurementClient;
  let auditor: MeasurementClient;

  beforeAll(async () => {
    served = await serve('demo,other');
    probes = await served.ingest({ roles: ['ingest'] });
    provider = await served.measurement({ party: 'northwind', roles: ['provider_manager'] });
    customer = await served.measurement({ party: 'acme', roles: ['customer_manager'] });
    auditor = await served.measurement({ roles: ['auditor'] });
    await served.effective(contractOf());
  });
  afterAll(() => served.close());

  const ingest = (batch: v1.SampleBatch | undefined) => probes.ingestBatch({ batch, requestId: '' });
  const key = (windowLabel: string, revision = 0): v1.DeterminationKey => ({
    agreementId: 'shop',
    objectiveId: 'availability',
    windowLabel,
    revision,
  });
  const everythingEvaluated = () => eventually(async () => (await auditor.getProgress({})).waitingEvaluations === 0n);
  const describeSeries = (series: string) => auditor.describeSeries({ series, span: undefined, gapAboveMs: 0n });

  it('takes samples in, judges, explains, proves, restates and hears both sides', async () => {
    const { receipt } = await ingest(wireBatch(['03-01 up', '03-01T04 up']));
    expect(receipt).toMatchObject({ accepted: 2n, replayed: false, watermark: timeOf('03-01T04') });
    const stream = probes.streamBatches();
    await stream.send({ batch: wireBatch(['03-01T05 up', '03-02T12 up']) });
    await stream.send({ batch: wireBatch(['03-01 up', '03-01T04 up']) });
    expect(await stream.finish()).toMatchObject({ batches: 2n, replayed: 1n, accepted: 4n });
    const advance = { source: 'probe', watermark: timeOf('03-03'), requestId: '' };
    expect((await probes.advanceWatermark(advance)).watermark).toEqual(timeOf('03-03'));
    await everythingEvaluated();

    const { determination: first } = await customer.getDetermination({ key: key('2026-03-01') });
    expect(first).toMatchObject({
      phase: FINAL,
      verdict: MET,
      revision: 1,
      good: String(DAY_MS),
      pendingRestatement: 0n,
    });
    const listed = await customer.listDeterminations({
      agreementId: 'shop',
      objectiveId: 'availability',
      overlapping: rangeOf('03-01', '03-02'),
      allRevisions: false,
      pageSize: 0,
      pageToken: '',
    });
    expect(listed).toEqual({ determinations: [first], nextPageToken: '' });
    const { explanation } = await customer.explain({ key: key('2026-03-01') });
    expect(explanation?.text?.en).toContain('availability kept its promise');
    expect(explanation?.text?.zhCn).toMatch(/[\u4e00-\u9fff]/);
    expect(await proven(key('2026-03-01'))).toBe(first?.resultHash);

    await ingest(wireBatch(['03-01T08 down', '03-01T09 up']));
    const { pending } = await customer.listPendingRestatements({ agreementId: '', pageSize: 0, pageToken: '' });
    expect(pending).toEqual([
      {
        key: { ...key('2026-03-01', 1), agreementVersion: 1 },
        samples: 2n,
        firstTime: timeOf('03-01T08'),
        lastTime: timeOf('03-01T09'),
      },
    ]);
    const command = {
      agreementId: 'shop',
      objectiveId: 'availability',
      windowLabel: '2026-03-01',
      reason: 'late',
      requestId: 'r-1',
    };
    const restated = await provider.restate(command);
    expect(restated).toMatchObject({ changed: true, determination: { phase: RESTATED, verdict: MISSED, revision: 2 } });
    expect(await provider.restate(command)).toEqual(restated);
    expect(await proven(key('2026-03-01', 1))).toBe(first?.resultHash);
    expect(await proven(key('2026-03-01', 2))).toBe(restated.determination?.resultHash);

    const { dispute } = await customer.openDispute({
      agreementId: 'shop',
      series: 'shop.probe',
      interval: rangeOf('03-02', '03-02T06'),
      claim: v1.State.DOWN,
      reason: 'nobody could pay',
      requestId: '',
    });
    expect(dispute).toMatchObject({ state: v1.DisputeState.OPEN, openedBy: 'acme' });
    await everythingEvaluated();
    const { determination: contested } = await customer.getDetermination({ key: key('2026-03-02') });
    expect(contested?.verdict).toBe(v1.Verdict.REVIEW_REQUIRED);
    const disputeId = defined(dispute?.id, 'the dispute');
    const resolution = { disputeId, resolution: v1.DisputeState.UPHELD, reason: 'it was down', requestId: '' };
    expect((await provider.resolveDispute(resolution)).dispute).toMatchObject({ state: v1.DisputeState.UPHELD });
    const { disputes } = await auditor.listDisputes({ agreementId: 'shop', pageSize: 0, pageToken: '' });
    expect(disputes).toMatchObject([{ id: disputeId, resolution: 'it was down' }]);
    await everythingEvaluated();
    expect((await customer.getDetermination({ key: key('2026-03-02') })).determination?.verdict).toBe(MISSED);

    expect(await describeSeries('shop.probe')).toMatchObject({
      samples: 6n,
      modalStepMs: 3_600_000n,
      gaps: [
        { afterTime: timeOf('03-01'), missingSamples: 3n },
        { afterTime: timeOf('03-01T05'), missingSamples: 2n },
        { afterTime: timeOf('03-01T09'), missingSamples: 26n },
      ],
    });
    expect((await auditor.getProgress({})).watermarks).toEqual({ probe: timeOf('03-03') });
  });

  /** The hash that the exported bundle proves without us. */
  async function proven(name: v1.DeterminationKey): Promise<string> {
    const chunks: Uint8Array[] = [];
    for await (const { chunk } of customer.exportEvidence({ key: name })) chunks.push(chunk);
    const verification = verifyBundle(JSON.parse(Buffer.concat(chunks).toString()), digest);
    return verification.ok ? verification.evaluation.resultHash : JSON.stringify(verification.findings);
  }

  const ms = (text: string): bigint => BigInt(at(text));
  const faulty = (column: Partial<v1.SeriesColumn>, change: Partial<v1.SampleBatch> = {}): v1.SampleBatch =>
    wireBatch([], {
      batchKey: 'faulty',
      source: 'faulty',
      columns: [{ ...columnOf({ series: 'faulty', atMs: [ms('03-01')], states: [v1.State.UP] }), ...column }],
      ...change,
    });
  const counts = (...values: [bigint[], bigint[]]): Partial<v1.SeriesColumn> => {
    const { values: oneof } = countColumn([], ...values);
    return { values: oneof };
  };
  const states = (...list: v1.State[]): v1.SeriesColumn['values'] => ({ $case: 'states', value: { states: list } });
  const scaled = (scale: number): v1.SeriesColumn['values'] => valueColumn([], [1n], scale).values;
  const many = (n: number): Partial<v1.SeriesColumn> => ({
    atMs: Array.from({ length: n }, (_, i) => ms('03-01') + BigInt(i)),
    values: states(...Array.from({ length: n }, () => v1.State.UP)),
  });
  const place = 'batch.columns[0]';

  describe('a faulty batch stores nothing and says what, where, why and the way out', () => {
    it.each<[string, v1.SampleBatch, string, string]>([
      [
        'a sample from the future',
        faulty({ atMs: [BigInt(Date.now()) + 660_000n] }),
        `${place}.at_ms[0]`,
        'measurement.sample_from_future',
      ],
      [
        'an instant beyond the calendar',
        faulty({ atMs: [2n ** 62n] }),
        `${place}.at_ms[0]`,
        'kernel.instant_out_of_range',
      ],
      ['a scale of 10', faulty({ values: scaled(10) }), `${place}.decimals.scale`, 'measurement.scale_range'],
      ['a scale of -1', faulty({ values: scaled(-1) }), `${place}.decimals.scale`, 'measurement.scale_range'],
      ['negative counts', faulty(counts([-1n], [1n])), `${place}.counts[0]`, 'measurement.negative_count'],
      ['more good than total', faulty(counts([2n], [1n])), `${place}.counts[0]`, 'measurement.good_above_total'],
      [
        'good and total of different length',
        faulty(counts([1n], [1n, 2n])),
        `${place}.counts`,
        'measurement.column_length',
      ],
      ['fewer values than instants', faulty({ atMs: [1n, 2n] }), `${place}.states`, 'measurement.column_length'],
      ['more values than instants', faulty({ atMs: [] }), `${place}.states`, 'measurement.column_length'],
      [
        'fewer sequences than instants',
        faulty({ ...many(3), sequences: [1n, 2n] }),
        `${place}.sequences`,
        'measurement.column_length',
      ],
      ['no values', faulty({ values: undefined }), place, 'measurement.values_missing'],
      ['no state', faulty({ values: states(v1.State.UNSPECIFIED) }), `${place}.states[0]`, 'measurement.enum_unknown'],
      ['an empty series name', faulty({ series: '' }), `${place}.series`, 'measurement.id_malformed'],
      ['a series name with NUL', faulty({ series: 'a\0b' }), `${place}.series`, 'measurement.id_malformed'],
      ['an empty source', faulty({}, { source: '' }), 'batch.source', 'measurement.id_malformed'],
      ['no batch key', faulty({}, { batchKey: '' }), 'batch.batch_key', 'measurement.batch_key_length'],
      [
        'a batch key of 201 characters',
        faulty({}, { batchKey: 'k'.repeat(201) }),
        'batch.batch_key',
        'measurement.batch_key_length',
      ],
      ['a batch key with NUL', faulty({}, { batchKey: 'a\0b' }), 'batch.batch_key', 'measurement.text_with_nul'],
      ['no columns', faulty({}, { columns: [] }), 'batch.columns', 'measurement.batch_empty'],
      ['10,001 samples', faulty(many(10_001)), 'batch.columns', 'measurement.batch_too_large'],
      [
        'an unknown rule',
        faulty({}, { conflictRule: 9 as v1.ConflictRule }),
        'batch.conflict_rule',
        'measurement.enum_unknown',
      ],
      [
        'the worst of values',
        faulty({ values: scaled(0) }, { conflictRule: v1.ConflictRule.KEEP_WORST }),
        'batch.conflict_rule',
        'measurement.worst_of_values',
      ],
    ])('%s', async (_name, batch, field, reason) => {
      const error = await failureOf(ingest(batch));
      expect(error).toMatchObject({ code: RpcStatus.INVALID_ARGUMENT, reason: 'measurement.batch_invalid' });
      expect(error.violations.map((violation) => [violation.field, violation.reason])).toContainEqual([field, reason]);
      for (const { description } of error.violations) expect(description).toMatch(/\.$/);
      const chinese = await served.ingest({ roles: ['ingest'], locale: 'zh-CN' });
      const translated = await failureOf(chinese.ingestBatch({ batch, requestId: '' }));
      for (const text of [translated.message, ...translated.violations.map(({ description }) => description)])
        expect(text).toMatch(/[\u4e00-\u9fff]/);
      await nothingStored();
    });

    const nothingStored = async (): Promise<void> => {
      expect(await served.rows(`select 1 from source where source in ('faulty', '')`)).toEqual([]);
      expect(await served.rows(`select 1 from series where series = 'faulty'`)).toEqual([]);
      expect(await served.rows(`select 1 from sample_batch where source = 'faulty'`)).toEqual([]);
    };

    it('all faults at once, the first 20 of them listed', async () => {
      const error = await failureOf(
        ingest(faulty({ ...many(30), values: states(...Array.from({ length: 30 }, () => v1.State.UNSPECIFIED)) })),
      );
      expect(error.violations.length).toBeLessThanOrEqual(20);
      expect(error.message).toContain('30');
    });

    it('no batch at all', async () => {
      expect((await failureOf(ingest(undefined))).reason).toBe('measurement.batch_missing');
    });

    it('one byte more than 2 MiB; exactly 2 MiB is taken', async () => {
      const max = 2 * 1024 * 1024;
      const sample = columnOf({ series: 'large', atMs: [ms('03-01')], states: [v1.State.UP] });
      // Columns without samples say nothing; they fill the batch up to the byte.
      const filler = (length: number) => columnOf({ series: 'f'.repeat(length), atMs: [], states: [] });
      const batchWith = (lengths: readonly number[]) =>
        wireBatch([], { batchKey: 'large', source: 'large', columns: [sample, ...lengths.map(filler)] });
      const sizeOf = (lengths: readonly number[]) => v1.SampleBatch.encode(batchWith(lengths)).finish().length;
      const frame = sizeOf([100]) - sizeOf([]) - 100;
      const lengths = Array.from({ length: Math.floor((max - sizeOf([])) / (100 + frame)) - 1 }, () => 100);
      const left = max - sizeOf(lengths) - 2 * frame;
      const full = batchWith([...lengths, Math.floor(left / 2), Math.ceil(left / 2)]);
      expect(v1.SampleBatch.encode(full).finish()).toHaveLength(max);
      expect((await ingest(full)).receipt).toMatchObject({ accepted: 1n });
      const error = await failureOf(ingest({ ...full, batchKey: `${full.batchKey}+` }));
      expect(error.violations).toMatchObject([{ field: 'batch', reason: 'measurement.batch_too_many_bytes' }]);
    });

    it('10,000 samples are taken, unsorted as they are', async () => {
      const column = many(10_000);
      const atMs = [...defined(column.atMs, 'instants')].reverse();
      const batch = faulty({ ...column, series: 'many', atMs }, { source: 'many' });
      expect((await ingest(batch)).receipt).toMatchObject({ accepted: 10_000n });
    });

    it('the same key with other content', async () => {
      await ingest(
        wireBatch(['03-01 up'], {
          batchKey: 'taken',
          source: 'keys',
          columns: [columnOf({ series: 'keys', atMs: [1n], states: [1] })],
        }),
      );
      const other = wireBatch([], {
        batchKey: 'taken',
        source: 'keys',
        columns: [columnOf({ series: 'keys', atMs: [2n], states: [1] })],
      });
      const error = await failureOf(ingest(other));
      expect([error.code, error.reason]).toEqual([RpcStatus.ALREADY_EXISTS, 'measurement.batch_key_reused']);
      expect(await describeSeries('keys')).toMatchObject({ samples: 1n });
    });

    it.each([
      [v1.ConflictRule.UNSPECIFIED, 'refused'],
      [v1.ConflictRule.REFUSE, 'refused'],
      [v1.ConflictRule.KEEP_FIRST, { accepted: 0n, conflicting: 1n }],
      [v1.ConflictRule.KEEP_WORST, { accepted: 1n, conflicting: 1n }],
    ])('conflicting values under rule %s', async (conflictRule, outcome) => {
      const series = `conflict-${conflictRule}`;
      const send = (state: v1.State) =>
        ingest(
          wireBatch([], {
            batchKey: `${series}-${state}`,
            source: series,
            conflictRule,
            columns: [columnOf({ series, atMs: [1n], states: [state] })],
          }),
        );
      await send(v1.State.UP);
      if (typeof outcome === 'string')
        expect((await failureOf(send(v1.State.DOWN))).reason).toBe('measurement.conflicting_sample');
      else expect((await send(v1.State.DOWN)).receipt).toMatchObject(outcome);
    });

    it('bytes that are no message', async () => {
      const { path } = v1.IngestServiceService.ingestBatch;
      const token = await served.token({ roles: ['ingest'] });
      const trailers = await rawCall(served.address, { path, token, message: Buffer.from('ffffffffff0a', 'hex') });
      expect(trailers['grpc-status']).toBe(String(RpcStatus.INVALID_ARGUMENT));
      expect(reasonIn(trailers)).toBe('platform.message_malformed');
    });
  });

  describe('a faulty question is refused', () => {
    const command = {
      agreementId: 'shop',
      objectiveId: 'availability',
      windowLabel: '2026-03-01',
      reason: 'late',
      requestId: '',
    };
    const dispute = {
      agreementId: 'shop',
      series: 'shop.probe',
      interval: rangeOf('03-02', '03-03'),
      claim: v1.State.DOWN,
      reason: 'down',
      requestId: '',
    };
    const list = {
      agreementId: '',
      objectiveId: '',
      overlapping: undefined,
      allRevisions: false,
      pageSize: 0,
      pageToken: '',
    };
    const token = (text: string): string => Buffer.from(text).toString('base64url');

    it.each<[string, () => Promise<unknown>, RpcStatus, string]>([
      [
        'no key',
        () => auditor.getDetermination({ key: undefined }),
        RpcStatus.INVALID_ARGUMENT,
        'measurement.key_missing',
      ],
      [
        'a negative revision',
        () => auditor.getDetermination({ key: key('2026-03-01', -1) }),
        RpcStatus.INVALID_ARGUMENT,
        'measurement.key_missing',
      ],
      ['no label', () => auditor.explain({ key: key('') }), RpcStatus.INVALID_ARGUMENT, 'measurement.label_malformed'],
      [
        'an agreement with NUL',
        () => auditor.getDetermination({ key: { ...key('2026-03-01'), agreementId: 'a\0' } }),
        RpcStatus.INVALID_ARGUMENT,
        'measurement.id_malformed',
      ],
      [
        'an unknown window',
        () => auditor.getDetermination({ key: key('2027-03-01') }),
        RpcStatus.NOT_FOUND,
        'measurement.determination_not_found',
      ],
      [
        'an unknown agreement',
        () => auditor.getDetermination({ key: { ...key('2026-03-01'), agreementId: 'none' } }),
        RpcStatus.NOT_FOUND,
        'measurement.agreement_not_found',
      ],
      [
        'a page of 1,001',
        () => auditor.listDeterminations({ ...list, pageSize: 1_001 }),
        RpcStatus.INVALID_ARGUMENT,
        'platform.page_size_out_of_range',
      ],
      [
        'a negative page',
        () => auditor.listDeterminations({ ...list, pageSize: -1 }),
        RpcStatus.INVALID_ARGUMENT,
        'platform.page_size_out_of_range',
      ],
      [
        'a foreign page token',
        () => auditor.listDeterminations({ ...list, pageToken: '***' }),
        RpcStatus.INVALID_ARGUMENT,
        'platform.page_token_malformed',
      ],
      [
        'a page token with NUL',
        () => auditor.listDeterminations({ ...list, pageToken: token('a\nb\0\n1\n1') }),
        RpcStatus.INVALID_ARGUMENT,
        'platform.page_token_malformed',
      ],
      [
        'a page token with a huge revision',
        () => auditor.listDeterminations({ ...list, pageToken: token('a\nb\n1\n9999999999') }),
        RpcStatus.INVALID_ARGUMENT,
        'platform.page_token_malformed',
      ],
      [
        'a page token of another list',
        () => auditor.listDisputes({ agreementId: '', pageSize: 0, pageToken: token('a\nb') }),
        RpcStatus.INVALID_ARGUMENT,
        'platform.page_token_malformed',
      ],
      [
        'a span that ends before it begins',
        () => auditor.listDeterminations({ ...list, overlapping: rangeOf('03-02', '03-01') }),
        RpcStatus.INVALID_ARGUMENT,
        'terms.interval_ends_before_start',
      ],
      [
        'a span without end',
        () => auditor.listDeterminations({ ...list, overlapping: { startTime: timeOf('03-01'), endTime: undefined } }),
        RpcStatus.INVALID_ARGUMENT,
        'measurement.time_missing',
      ],
      [
        'a time finer than a millisecond',
        () => probes.advanceWatermark({ source: 'probe', watermark: { seconds: 0n, nanos: 1 }, requestId: '' }),
        RpcStatus.INVALID_ARGUMENT,
        'measurement.time_too_fine',
      ],
      [
        'a time with negative nanos',
        () =>
          probes.advanceWatermark({ source: 'probe', watermark: { seconds: 1n, nanos: -1_000_000 }, requestId: '' }),
        RpcStatus.INVALID_ARGUMENT,
        'kernel.instant_out_of_range',
      ],
      [
        'a time beyond the calendar',
        () => probes.advanceWatermark({ source: 'probe', watermark: { seconds: 1n << 60n, nanos: 0 }, requestId: '' }),
        RpcStatus.INVALID_ARGUMENT,
        'kernel.instant_out_of_range',
      ],
      [
        'a watermark from the future',
        () =>
          probes.advanceWatermark({ source: 'probe', watermark: { seconds: 4_000_000_000n, nanos: 0 }, requestId: '' }),
        RpcStatus.INVALID_ARGUMENT,
        'measurement.sample_from_future',
      ],
      [
        'a negative limit for gaps',
        () => auditor.describeSeries({ series: 'shop.probe', span: undefined, gapAboveMs: -1n }),
        RpcStatus.INVALID_ARGUMENT,
        'measurement.gap_limit_range',
      ],
      [
        'a huge limit for gaps',
        () => auditor.describeSeries({ series: 'shop.probe', span: undefined, gapAboveMs: 2n ** 62n }),
        RpcStatus.INVALID_ARGUMENT,
        'measurement.gap_limit_range',
      ],
      ['an unknown series', () => describeSeries('unknown'), RpcStatus.NOT_FOUND, 'measurement.series_not_found'],
      [
        'a restatement without reason',
        () => provider.restate({ ...command, reason: '' }),
        RpcStatus.INVALID_ARGUMENT,
        'platform.reason_required',
      ],
      [
        'a restatement with NUL',
        () => provider.restate({ ...command, reason: '\0' }),
        RpcStatus.INVALID_ARGUMENT,
        'measurement.text_with_nul',
      ],
      [
        'a request id with NUL',
        () => provider.restate({ ...command, requestId: 'a\0b' }),
        RpcStatus.INVALID_ARGUMENT,
        'platform.request_id_with_nul',
      ],
      [
        'a dispute of counts',
        () => customer.openDispute({ ...dispute, series: 'shop.orders' }),
        RpcStatus.FAILED_PRECONDITION,
        'measurement.dispute_needs_states',
      ],
      [
        'a dispute without claim',
        () => customer.openDispute({ ...dispute, claim: v1.State.UNSPECIFIED }),
        RpcStatus.INVALID_ARGUMENT,
        'measurement.enum_unknown',
      ],
      [
        'a resolution that is none',
        () => provider.resolveDispute({ disputeId: 'x', resolution: v1.DisputeState.OPEN, reason: 'x', requestId: '' }),
        RpcStatus.INVALID_ARGUMENT,
        'measurement.resolution_expected',
      ],
      [
        'a dispute that does not exist',
        () =>
          provider.resolveDispute({ disputeId: 'x', resolution: v1.DisputeState.UPHELD, reason: 'x', requestId: '' }),
        RpcStatus.NOT_FOUND,
        'measurement.dispute_not_found',
      ],
    ])('%s', async (_name, call, code, reason) => {
      const error = await failureOf(call());
      expect([RpcStatus[error.code], error.reason]).toEqual([RpcStatus[code], reason]);
      expect(error.message).not.toContain(reason);
    });

    it('in the words of the caller', async () => {
      const chinese = await served.measurement({ roles: ['auditor'], locale: 'zh-CN' });
      expect((await failureOf(chinese.getDetermination({ key: key('x') }))).message).toContain('不是窗口名称');
    });
  });

  describe('callers', () => {
    const read = (client: MeasurementClient) => failureOf(client.getDetermination({ key: key('2026-03-01') }));

    it.each<[string, () => Promise<MeasurementClient>, RpcStatus, string]>([
      ['without a token', async () => served.stranger(), RpcStatus.UNAUTHENTICATED, 'platform.token_missing'],
      [
        'of an unknown tenant',
        () => served.measurement({ tenant: 'nowhere', roles: ['auditor'] }),
        RpcStatus.PERMISSION_DENIED,
        'platform.tenant_unknown',
      ],
      [
        'of another tenant',
        () => served.measurement({ tenant: 'other', roles: ['auditor'] }),
        RpcStatus.NOT_FOUND,
        'measurement.agreement_not_found',
      ],
      [
        'of another party',
        () => served.measurement({ party: 'globex', roles: ['customer_manager'] }),
        RpcStatus.NOT_FOUND,
        'measurement.agreement_not_found',
      ],
      [
        'without a party',
        () => served.measurement({ roles: ['provider_manager'] }),
        RpcStatus.PERMISSION_DENIED,
        'measurement.party_required',
      ],
      [
        'with a role that may not',
        () => served.measurement({ roles: ['ingest'] }),
        RpcStatus.PERMISSION_DENIED,
        'platform.role_missing',
      ],
    ])('%s are refused', async (_name, open, code, reason) => {
      const error = await read(await open());
      expect([RpcStatus[error.code], error.reason]).toEqual([RpcStatus[code], reason]);
    });

    it('that are not the provider do not restate, and their sources stay theirs', async () => {
      const supplier = await served.measurement({ party: 'acme', roles: ['provider_manager'] });
      const command = {
        agreementId: 'shop',
        objectiveId: 'availability',
        windowLabel: '2026-03-01',
        reason: 'x',
        requestId: '',
      };
      expect((await failureOf(supplier.restate(command))).reason).toBe('measurement.provider_only');
      const acme = await served.ingest({ party: 'acme', roles: ['ingest'] });
      const batch = wireBatch(['03-04 down']);
      expect((await failureOf(acme.ingestBatch({ batch, requestId: '' }))).reason).toBe(
        'measurement.source_of_other_party',
      );
    });

    it.each([
      ['1 h and 1 min', '3660S'],
      ['30 days', '2592000S'],
    ])('with a deadline of %s are refused', async (_name, timeout) => {
      const { path } = v1.IngestServiceService.ingestBatch;
      const token = await served.token({ roles: ['ingest'] });
      const trailers = await rawCall(served.address, { path, token, timeout });
      expect(trailers['grpc-status']).toBe(String(RpcStatus.INVALID_ARGUMENT));
      expect(reasonIn(trailers)).toBe('platform.deadline_too_long');
    });
  });

  it('drains cleanly', async () => {
    expect(createHash('sha256').update(contractOf().canonicalTerms).digest('hex')).toBe(contractOf().contentHash);
    expect(await served.drain()).toEqual([]);
  });
});
