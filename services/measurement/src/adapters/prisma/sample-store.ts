import { DAY_MS, MIN_INSTANT, type Instant, type Interval } from '@sla/kernel';
import { shardOf, type Sql } from '@sla/platform';
import type { NewBatch, SeriesKind, StoredSample } from '../../domain/sample.js';
import type { BatchReceipt, SampleStore, SeriesHead, StoredBatch } from '../../usecases/ports.js';
import { packBlock, unpackBlock } from './block.js';

/** Virtual shards of series; fixed, so that a series never changes its shard. */
const SERIES_SHARDS = 1_024;

interface HeadRow {
  readonly series: string;
  readonly source: string;
  readonly kind: SeriesKind;
  readonly last_seq: bigint;
  readonly samples: bigint;
  readonly duplicates: bigint;
  readonly conflicts: bigint;
}

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

  async saveBatch(batch: NewBatch, receipt: BatchReceipt, now: Instant): Promise<void> {
    await this.sql.execute(
      `insert into sample_batch (tenant_id, source, batch_key, content_hash, receipt, payload, received_time) values ($1, $2, $3, $4, $5, $6, $7::bigint)`,
      this.tenant,
      batch.source,
      batch.batchKey,
      batch.contentHash,
      JSON.stringify(receipt),
      Buffer.from(batch.payload),
      BigInt(now),
    );
  }

  async lockSource(source: string): Promise<Instant> {
    await this.sql.execute(
      `insert into source (tenant_id, source, watermark) values ($1, $2, $3::bigint) on conflict do nothing`,
      this.tenant,
      source,
      BigInt(MIN_INSTANT),
    );
    const [row] = await this.sql.rows<{ watermark: bigint }>(
      `select watermark from source where tenant_id = $1 and source = $2 for update`,
      this.tenant,
      source,
    );
    return Number(row?.watermark ?? MIN_INSTANT) as Instant;
  }

  async saveWatermark(source: string, watermark: Instant): Promise<void> {
    await this.sql.execute(
      `update source set watermark = $3::bigint where tenant_id = $1 and source = $2 and watermark < $3::bigint`,
      this.tenant,
      source,
      BigInt(watermark),
    );
  }

  async watermark(source: string): Promise<Instant | undefined> {
    return (await this.watermarks()).get(source);
  }

  async watermarks(): Promise<ReadonlyMap<string, Instant>> {
    const rows = await this.sql.rows<{ source: string; watermark: bigint }>(
      `select source, watermark from source where tenant_id = $1 order by source`,
      this.tenant,
    );
    return new Map(rows.map((row) => [row.source, Number(row.watermark) as Instant]));
  }

  async heads(series: readonly string[]): Promise<readonly SeriesHead[]> {
    const rows = await this.sql.rows<HeadRow>(
      `select series, source, kind, last_seq, samples, duplicates, conflicts from series where tenant_id = $1 and series = any($2::text[])`,
      this.tenant,
      series,
    );
    return rows.map(({ last_seq, samples, duplicates, conflicts, ...row }) => ({
      ...row,
      lastSeq: BigInt(last_seq),
      samples: BigInt(samples),
      duplicates: BigInt(duplicates),
      conflicts: BigInt(conflicts),
    }));
  }

  async saveHeads(heads: readonly SeriesHead[]): Promise<void> {
    const column = <T>(pick: (head: SeriesHead) => T): T[] => heads.map(pick);
    await this.sql.execute(
      `insert into series (tenant_id, series, source, kind, shard, last_seq, samples, duplicates, conflicts)
       select $1, * from unnest($2::text[], $3::text[], $4::text[], $5::smallint[], $6::bigint[], $7::bigint[], $8::bigint[], $9::bigint[])
       on conflict (tenant_id, series) do update set last_seq = excluded.last_seq, samples = excluded.samples,
         duplicates = excluded.duplicates, conflicts = excluded.conflicts`,
      this.tenant,
      column((head) => head.series),
      column((head) => head.source),
      column((head) => head.kind),
      column((head) => shardOf(`${this.tenant}/${head.series}`, SERIES_SHARDS)),
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
      days.map(({ samples }) => packBlock(samples)),
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
