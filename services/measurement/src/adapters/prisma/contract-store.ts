import { readTerms } from '@sla/engine';
import { InvariantError, type Instant } from '@sla/kernel';
import type { Sql } from '@sla/platform';
import type { Contract } from '../../domain/contract.js';
import type { ContractStore } from '../../usecases/ports.js';
import { lockRegistry } from './registry.js';

interface ContractRow {
  readonly agreement_id: string;
  readonly version: number;
  readonly content_hash: string;
  readonly terms: string;
  readonly effective_start: bigint;
  readonly effective_end: bigint | null;
}

const COLUMNS = 'agreement_id, version, content_hash, terms, effective_start, effective_end';

/** Parsed terms by content hash: a hash never means anything else, and parsing costs more than evaluating. */
const parsed = new Map<string, Contract['terms']>();
const MAX_PARSED = 1_000;

/** Versions of agreements in PostgreSQL. */
export class SqlContractStore implements ContractStore {
  constructor(
    private readonly sql: Sql,
    private readonly tenant: string,
  ) {}

  async add(contract: Contract): Promise<void> {
    await lockRegistry(this.sql, this.tenant);
    const { agreementId, version, contentHash, canonicalTerms, terms, start, end } = contract;
    await this.sql.execute(
      `insert into agreement_version (tenant_id, agreement_id, version, content_hash, terms, effective_start, effective_end, parties, series)
       values ($1, $2, $3::int, $4, $5, $6::bigint, $7::bigint, $8::text[], $9::text[]) on conflict do nothing`,
      this.tenant,
      agreementId,
      version,
      contentHash,
      canonicalTerms,
      BigInt(start),
      end === undefined ? null : BigInt(end),
      terms.parties.map(({ id }) => id),
      [...new Set(terms.objectives.map((objective) => objective.indicator.series))],
    );
  }

  async end(agreementId: string, version: number, end: Instant): Promise<void> {
    await this.sql.execute(
      `update agreement_version set effective_end = $4::bigint where tenant_id = $1 and agreement_id = $2 and version = $3::int`,
      this.tenant,
      agreementId,
      version,
      BigInt(end),
    );
  }

  async get(agreementId: string, version: number): Promise<Contract | undefined> {
    const [contract] = await this.#read('agreement_id = $2 and version = $3::int', agreementId, version);
    return contract;
  }

  ofAgreement(agreementId: string): Promise<readonly Contract[]> {
    return this.#read('agreement_id = $2', agreementId);
  }

  measuring(series: readonly string[]): Promise<readonly Contract[]> {
    return this.#read('series && $2::text[]', series);
  }

  async agreementsOf(party: string): Promise<readonly string[]> {
    const rows = await this.sql.rows<{ agreement_id: string }>(
      `select distinct agreement_id from agreement_version where tenant_id = $1 and $2 = any(parties) order by agreement_id`,
      this.tenant,
      party,
    );
    return rows.map((row) => row.agreement_id);
  }

  async #read(condition: string, ...parameters: readonly unknown[]): Promise<readonly Contract[]> {
    const rows = await this.sql.rows<ContractRow>(
      `select ${COLUMNS} from agreement_version where tenant_id = $1 and ${condition} order by agreement_id, version`,
      this.tenant,
      ...parameters,
    );
    return rows.map(contractOf);
  }
}

function contractOf(row: ContractRow): Contract {
  return {
    agreementId: row.agreement_id,
    version: row.version,
    contentHash: row.content_hash,
    canonicalTerms: row.terms,
    terms: termsOf(row),
    start: Number(row.effective_start) as Instant,
    ...(row.effective_end === null ? {} : { end: Number(row.effective_end) as Instant }),
  };
}

function termsOf({ content_hash: hash, terms }: ContractRow): Contract['terms'] {
  const known = parsed.get(hash);
  if (known !== undefined) return known;
  const reading = readTerms(JSON.parse(terms));
  if (!reading.ok)
    throw new InvariantError(`the signed terms ${hash} do not read: ${reading.violations[0]?.reason ?? ''}`);
  if (parsed.size >= MAX_PARSED) parsed.clear();
  parsed.set(hash, reading.terms);
  return reading.terms;
}
