import { readTerms } from '@sla/engine';
import { InvariantError, type Instant } from '@sla/kernel';
import type { Sql } from '@sla/platform';
import type { Contract } from '../../domain/contract.js';
import type { ContractStore } from '../../usecases/ports.js';

interface ContractRow {
  readonly agreement_id: string;
  readonly version: number;
  readonly content_hash: string;
  readonly terms: string;
  readonly effective_start: bigint;
  readonly effective_end: bigint | null;
}

const COLUMNS = 'agreement_id, version, content_hash, terms, effective_start, effective_end';

/** Versions of agreements in PostgreSQL. */
export class SqlContractStore implements ContractStore {
  constructor(
    private readonly sql: Sql,
    private readonly tenant: string,
  ) {}

  async add({ agreementId, version, contentHash, canonicalTerms, terms, start, end }: Contract): Promise<void> {
    await this.sql.execute(
      `insert into agreement_version (tenant_id, agreement_id, version, content_hash, terms, effective_start, effective_end, parties)
       values ($1, $2, $3::int, $4, $5, $6::bigint, $7::bigint, $8::text[]) on conflict do nothing`,
      this.tenant,
      agreementId,
      version,
      contentHash,
      canonicalTerms,
      BigInt(start),
      end === undefined ? null : BigInt(end),
      terms.parties.map(({ id }) => id),
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
    return (await this.ofAgreement(agreementId)).find((contract) => contract.version === version);
  }

  async ofAgreement(agreementId: string): Promise<readonly Contract[]> {
    const rows = await this.sql.rows<ContractRow>(
      `select ${COLUMNS} from agreement_version where tenant_id = $1 and agreement_id = $2 order by version`,
      this.tenant,
      agreementId,
    );
    return rows.map(contractOf);
  }

  async agreementsOf(party: string): Promise<readonly string[]> {
    const rows = await this.sql.rows<{ agreement_id: string }>(
      `select distinct agreement_id from agreement_version where tenant_id = $1 and $2 = any(parties) order by agreement_id`,
      this.tenant,
      party,
    );
    return rows.map((row) => row.agreement_id);
  }

  async lock(agreementId: string): Promise<void> {
    await this.sql.rows(
      `select version from agreement_version where tenant_id = $1 and agreement_id = $2 order by version for update`,
      this.tenant,
      agreementId,
    );
  }
}

function contractOf(row: ContractRow): Contract {
  const reading = readTerms(JSON.parse(row.terms));
  if (!reading.ok)
    throw new InvariantError(
      `the signed terms ${row.content_hash} do not read: ${reading.violations[0]?.reason ?? ''}`,
    );
  return {
    agreementId: row.agreement_id,
    version: row.version,
    contentHash: row.content_hash,
    canonicalTerms: row.terms,
    terms: reading.terms,
    start: Number(row.effective_start) as Instant,
    ...(row.effective_end === null ? {} : { end: Number(row.effective_end) as Instant }),
  };
}
