import { DAY_MS, defined, MIN_INSTANT, type Instant, type Interval } from '@sla/kernel';
import { shardOf, type Sql } from '@sla/platform';
import { inOrder, type NewBatch, type SeriesKind, type StoredSample } from '../../domain/sample.js';
import type { BatchReceipt, SampleStore, SeriesHead, SourceState, StoredBatch } from '../../usecases/ports.js';
import { packBlock, unpackBlock } from './block.js';
import { lockRegistry } from './registry.js';
import { chunkOf, packChunk, unpackChunk } from './sequence-chunk.js';

/** Virtual shards of series; fixed, so that a series never changes its shard. */
const SERIES_SHARDS = 1_024;

interface HeadRow {
  readonly series: string;
  readonly source: string;
  readonly kind: SeriesKind;
  readonly sequenced: boolean;
  readonly last_seq: bigint;
  readonly samples: bigint;
  readonly duplicates: bigint;
  readonly conflicts: bigint;
}

const HEAD_COLUMNS = 'series, source, kind, sequenced, last_seq, samples, duplicates, conflicts';

const toHead = ({
  last_seq,
  samples,
  duplicates,
  conflicts,
  series,
  source,
  kind,
  sequenced,
}: HeadRow): SeriesHead => ({
  series,
  source,
  kind,
  sequenced,
  lastSeq: BigInt(last_seq),
  samples: BigInt(samples),
  duplicates: BigInt(duplicates),
  conflicts: BigInt(conflicts),
});

const dayOf = (at: Instant): number => Math.floor(at / DAY_MS);

/** Samples, sources and batches in PostgreSQL: the raw store, behind one port. */
export class SqlSampleStore implements SampleStore {
  constructor(
    private readonly sql: Sql,
    private readonly tenant: string,
  ) {}

  async batch(source: string, batchKey: string): Promise<StoredBatch | undefined> {
    const [row] = await this.sql.rows<{ content_hash: string; receipt: string }>(
      `select content_hash, receipt from sample_batch where tenant_id = $1 and source = $2 and batch_key = $3`,
      this.tenant,
      source,
      batchKey,
    );
    return row && { contentHash: row.content_hash, receipt: JSON.parse(row.receipt) as BatchReceipt };
  }

  async saveBatch(
    batch: NewBatch,
    receipt: BatchReceipt,
    sent: { readonly by: string; readonly at: Instant },
  ): Promise<void> {
    await this.sql.execute(
      `insert into sample_batch (tenant_id, source, batch_key, content_hash, receipt, payload, received_time, subject)
       values ($1, $2, $3, $4, $5, $6, $7::bigint, $8)`,
      this.tenant,
      batch.source,
      batch.batchKey,
      batch.contentHash,
      JSON.stringify(receipt),
      Buffer.from(batch.payload),
      BigInt(sent.at),
      sent.by,
    );
  }

  async expectSeries(series: readonly string[]): Promise<void> {
    const distinct = new Set(series);
    if ((await this.heads([...distinct])).length < distinct.size) await lockRegistry(this.sql, this.tenant);
  }

  async claimSource(source: string, party: string): Promise<SourceState> {
    await this.sql.execute(
      `insert into source (tenant_id, source, watermark, party) values ($1, $2, $3::bigint, $4) on conflict do nothing`,
      this.tenant,
      source,
      BigInt(MIN_INSTANT),
      party,
    );
    return this.#lock(source);
  }

  async lockSource(source: string): Promise<Instant> {
    return (await this.#lock(source)).watermark;
  }

  async #lock(source: string): Promise<SourceState> {
    const [row] = await this.sql.rows<{ watermark: bigint; party: string }>(
      `select watermark, party from source where tenant_id = $1 and source = $2 for update`,
      this.tenant,
      source,
    );
    const { watermark, party } = defined(row, `the source ${source}`);
    return { watermark: Number(watermark) as Instant, party };
  }

  async saveWatermark(source: string, watermark: Instant): Promise<void> {
    await this.sql.execute(
      `update source set watermark = $3::bigint where tenant_id = $1 and source = $2 and watermark < $3::bigint`,
      this.tenant,
      source,
      BigInt(watermark),
    );
  }

  async sources(): Promise<ReadonlyMap<string, SourceState>> {
    const rows = await this.sql.rows<{ source: string; watermark: bigint; party: string }>(
      `select source, watermark, party from source where tenant_id = $1 order by source`,
      this.tenant,
    );
    return new Map(
      rows.map(({ source, watermark, party }) => [source, { watermark: Number(watermark) as Instant, party }]),
    );
  }

  async heads(series: readonly string[]): Promise<readonly SeriesHead[]> {
    const rows = await this.sql.rows<HeadRow>(
      `select ${HEAD_COLUMNS} from series where tenant_id = $1 and series = any($2::text[])`,
      this.tenant,
      series,
    );
    return rows.map(toHead);
  }

  async frontier(series: string): Promise<{ readonly head: SeriesHead; readonly watermark: Instant } | undefined> {
    const [row] = await this.sql.rows<HeadRow & { readonly watermark: bigint }>(
      `select ${HEAD_COLUMNS}, (select watermark from source o where o.tenant_id = s.tenant_id and o.source = s.source) as watermark
       from series s where tenant_id = $1 and series = $2`,
      this.tenant,
      series,
    );
    return row && { head: toHead(row), watermark: Number(row.watermark) as Instant };
  }

  /** Always in the order of the series, so that two sources with the same new series never wait for each other in a circle. */
  async claimHeads(heads: readonly SeriesHead[]): Promise<ReadonlyMap<string, SeriesHead>> {
    const sorted = [...heads].sort((a, b) => (a.series < b.series ? -1 : 1));
    const column = <T>(pick: (head: SeriesHead) => T): T[] => sorted.map(pick);
    await this.sql.execute(
      `insert into series (tenant_id, series, source, kind, sequenced, shard, last_seq, samples, duplicates, conflicts)
       select $1, h.*, 0, 0, 0, 0 from unnest($2::text[], $3::text[], $4::text[], $5::boolean[], $6::smallint[]) as h
       on conflict do nothing`,
      this.tenant,
      column((head) => head.series),
      column((head) => head.source),
      column((head) => head.kind),
      column((head) => head.sequenced),
      column((head) => shardOf(`${this.tenant}/${head.series}`, SERIES_SHARDS)),
    );
    const rows = await this.sql.rows<HeadRow>(
      `select ${HEAD_COLUMNS} from series where tenant_id = $1 and series = any($2::text[]) order by series for update`,
      this.tenant,
      column((head) => head.series),
    );
    return new Map(rows.map((row) => [row.series, toHead(row)]));
  }

  async saveHeads(heads: readonly SeriesHead[]): Promise<void> {
    const column = <T>(pick: (head: SeriesHead) => T): T[] => heads.map(pick);
    await this.sql.execute(
      `update series s set last_seq = h.last_seq, samples = h.samples, duplicates = h.duplicates, conflicts = h.conflicts
       from unnest($2::text[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[]) as h(series, last_seq, samples, duplicates, conflicts)
       where s.tenant_id = $1 and s.series = h.series`,
      this.tenant,
      column((head) => head.series),
      column((head) => head.lastSeq),
      column((head) => head.samples),
      column((head) => head.duplicates),
      column((head) => head.conflicts),
    );
  }

  async seriesOf(source: string): Promise<readonly string[]> {
    const rows = await this.sql.rows<{ series: string }>(
      `select series from series where tenant_id = $1 and source = $2`,
      this.tenant,
      source,
    );
    return rows.map((row) => row.series);
  }

  async places(series: string, sequences: readonly bigint[]): Promise<ReadonlyMap<bigint, Instant>> {
    const found = await this.#chunks(series, sequences);
    return new Map([...found.values()].flatMap((chunk) => [...chunk]));
  }

  async savePlaces(series: string, places: ReadonlyMap<bigint, Instant>): Promise<void> {
    const found = await this.#chunks(series, [...places.keys()]);
    const grown = Map.groupBy(places, ([sequence]) => chunkOf(sequence));
    const chunks = [...grown].map(([chunk, added]) => ({ chunk, entries: [...(found.get(chunk) ?? []), ...added] }));
    await this.sql.execute(
      `insert into series_sequence (tenant_id, series, chunk, entries) select $1, $2, * from unnest($3::bigint[], $4::bytea[])
       on conflict (tenant_id, series, chunk) do update set entries = excluded.entries`,
      this.tenant,
      series,
      chunks.map(({ chunk }) => chunk),
      chunks.map(({ entries }) => packChunk(new Map(entries))),
    );
  }

  async #chunks(
    series: string,
    sequences: readonly bigint[],
  ): Promise<ReadonlyMap<bigint, ReadonlyMap<bigint, Instant>>> {
    const wanted = [...new Set(sequences.map(chunkOf))];
    if (wanted.length === 0) return new Map();
    const rows = await this.sql.rows<{ chunk: bigint; entries: Uint8Array }>(
      `select chunk, entries from series_sequence where tenant_id = $1 and series = $2 and chunk = any($3::bigint[])`,
      this.tenant,
      series,
      wanted,
    );
    return new Map(rows.map(({ chunk, entries }) => [BigInt(chunk), unpackChunk(entries)]));
  }

  async days(
    wanted: readonly { readonly series: string; readonly day: number }[],
  ): Promise<ReadonlyMap<string, readonly StoredSample[]>> {
    const rows = await this.sql.rows<{ series: string; samples: Uint8Array }>(
      `select b.series, b.samples from series_block b join unnest($2::text[], $3::int[]) as w(series, day) on b.series = w.series and b.day = w.day
       where b.tenant_id = $1 order by b.series, b.day`,
      this.tenant,
      wanted.map(({ series }) => series),
      wanted.map(({ day }) => day),
    );
    const found = new Map<string, StoredSample[]>();
    for (const { series, samples } of rows) found.set(series, [...(found.get(series) ?? []), ...unpackBlock(samples)]);
    return found;
  }

  async saveDays(
    days: readonly { readonly series: string; readonly day: number; readonly samples: readonly StoredSample[] }[],
  ): Promise<void> {
    await this.sql.execute(
      `insert into series_block (tenant_id, series, day, samples) select $1, * from unnest($2::text[], $3::int[], $4::bytea[])
       on conflict (tenant_id, series, day) do update set samples = excluded.samples`,
      this.tenant,
      days.map(({ series }) => series),
      days.map(({ day }) => day),
      days.map(({ samples }) => packBlock([...samples].sort(inOrder))),
    );
  }

  async within(series: string, span: Interval): Promise<readonly StoredSample[]> {
    if (span.end <= span.start) return [];
    const blocks = await this.#blocks(
      `series = $2 and day between $3::int and $4::int order by day`,
      series,
      dayOf(span.start),
      dayOf((span.end - 1) as Instant),
    );
    return blocks.flat().filter(({ at }) => at >= span.start && at < span.end);
  }

  /** Goes back day by day with samples; the block that holds the answer is almost always the first or second. */
  async lastBefore(
    series: string,
    at: Instant,
    accept: (sample: StoredSample) => boolean,
  ): Promise<StoredSample | undefined> {
    for (let day = dayOf(at) + 1; ;) {
      const rows = await this.sql.rows<{ day: number; samples: Uint8Array }>(
        `select day, samples from series_block where tenant_id = $1 and series = $2 and day < $3::int order by day desc limit 8`,
        this.tenant,
        series,
        day,
      );
      for (const row of rows) {
        const found = unpackBlock(row.samples).findLast((sample) => sample.at < at && accept(sample));
        if (found !== undefined) return found;
      }
      const last = rows.at(-1);
      if (last === undefined) return undefined;
      day = last.day;
    }
  }

  async firstAfter(series: string, at: Instant): Promise<StoredSample | undefined> {
    const blocks = await this.#blocks(`series = $2 and day >= $3::int order by day limit 2`, series, dayOf(at));
    return blocks.flat().find((sample) => sample.at > at);
  }

  async #blocks(condition: string, ...parameters: readonly unknown[]): Promise<readonly (readonly StoredSample[])[]> {
    const rows = await this.sql.rows<{ samples: Uint8Array }>(
      `select samples from series_block where tenant_id = $1 and ${condition}`,
      this.tenant,
      ...parameters,
    );
    return rows.map((row) => unpackBlock(row.samples));
  }
}
