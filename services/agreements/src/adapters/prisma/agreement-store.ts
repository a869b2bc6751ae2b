import { DomainError, assert, defined, type TenantId } from '@sla/kernel';
import type { Sql } from '@sla/platform';
import type { Agreement, Party } from '../../domain/agreement.js';
import type { AgreementEvent, DraftStored, VersionSigned } from '../../domain/events.js';
import type { AgreementStore, ChangeCursor, ChangePage, ListQuery, StoredTerms } from '../../usecases/ports.js';
import { Prisma } from './generated/prisma/client.js';
import {
  AGREEMENT_PARTS,
  fromAgreement,
  fromDraft,
  fromParty,
  fromProgress,
  fromSignature,
  toAgreement,
} from './mapping.js';

/** Agreements of one tenant inside one transaction. */
export class PrismaAgreementStore implements AgreementStore {
  constructor(
    private readonly tx: Prisma.TransactionClient,
    private readonly sql: Sql,
    private readonly tenantId: TenantId,
  ) {}

  async lock(id: string): Promise<Agreement | undefined> {
    await this.sql.rows('select id from agreement where tenant_id = $1 and id = $2 for update', this.tenantId, id);
    return this.get(id);
  }

  async get(id: string): Promise<Agreement | undefined> {
    const row = await this.tx.agreement.findUnique({
      where: { tenantId_id: { tenantId: this.tenantId, id } },
      include: AGREEMENT_PARTS,
    });
    return row === null ? undefined : toAgreement(row);
  }

  async list({ sight, party, after, limit }: ListQuery): Promise<readonly Agreement[]> {
    const seen = sight.kind === 'party' ? [{ parties: { some: { partyId: sight.party } } }] : [];
    const asked = party === undefined ? [] : [{ parties: { some: { partyId: party } } }];
    const rows = await this.tx.agreement.findMany({
      where: { tenantId: this.tenantId, id: { gt: after }, AND: [...seen, ...asked] },
      orderBy: { id: 'asc' },
      take: limit,
      include: AGREEMENT_PARTS,
    });
    return rows.map(toAgreement);
  }

  async terms(contentHash: string): Promise<StoredTerms | undefined> {
    const row = await this.tx.agreementVersion.findUnique({
      where: { tenantId_contentHash: { tenantId: this.tenantId, contentHash } },
      include: { agreement: { include: AGREEMENT_PARTS } },
    });
    if (row === null) return undefined;
    const agreement = toAgreement(row.agreement);
    const version = defined(agreement.versions[row.number - 1], `version ${row.number} of ${agreement.id}`);
    return { agreement, version: row.number, contentHash: version.contentHash, canonicalJson: row.canonicalJson };
  }

  async head(): Promise<ChangeCursor> {
    const [row] = await this.sql.rows<{ change: string }>(
      'select pg_snapshot_xmin(pg_current_snapshot())::text as change',
    );
    return { change: defined(row, 'the snapshot').change, id: '' };
  }

  async changes(after: ChangeCursor, limit: number): Promise<ChangePage> {
    const rows = await this.sql.rows<ChangeCursor>(
      `select change_number::text as change, id from agreement
        where tenant_id = $1 and (change_number, id) > ($2::bigint, $3)
          and change_number < pg_snapshot_xmin(pg_current_snapshot())::text::bigint
        order by change_number, id limit $4::int`,
      this.tenantId,
      after.change,
      after.id,
      limit,
    );
    const found = await this.tx.agreement.findMany({
      where: { tenantId: this.tenantId, id: { in: rows.map(({ id }) => id) } },
      include: AGREEMENT_PARTS,
    });
    const byId = new Map(found.map((row) => [row.id, toAgreement(row)]));
    const agreements = rows.map(({ id }) => defined(byId.get(id), `agreement ${id}`));
    return { agreements, next: rows.at(-1) ?? after, more: rows.length === limit };
  }

  async save(agreement: Agreement, events: readonly AgreementEvent[]): Promise<void> {
    await this.saveHead(agreement, agreement.revision - events.length);
    for (const event of events) {
      if (event.type === 'draft_stored') await this.saveDraft(agreement, event);
      else await this.saveProgress(agreement, event);
    }
  }

  /** The row of the agreement itself: created at revision 0, else moved on from the revision that was read under the lock. */
  private async saveHead(agreement: Agreement, before: number): Promise<void> {
    const { tenantId } = this;
    const { id } = agreement;
    const data = fromAgreement(agreement);
    if (before > 0) {
      const { count } = await this.tx.agreement.updateMany({ where: { tenantId, id, revision: before }, data });
      assert(count === 1, `agreement ${id} is at revision ${before} while it is locked`);
      return;
    }
    const created = await this.tx.agreement.createMany({ data: { tenantId, id, ...data }, skipDuplicates: true });
    if (created.count === 0) throw new DomainError('aborted', 'agreements.changed_meanwhile', { id });
  }

  private async saveDraft(agreement: Agreement, event: DraftStored): Promise<void> {
    const version = { tenantId: this.tenantId, agreementId: agreement.id, number: event.version };
    await this.saveParties(agreement);
    const { count } = await this.tx.agreementVersion.updateMany({ where: version, data: fromDraft(event) });
    if (count > 0) return;
    await this.tx.agreementVersion.create({
      data: { ...version, ...fromDraft(event), state: 'draft', createdAt: BigInt(event.at) },
    });
  }

  private async saveParties({ id, parties }: Agreement): Promise<void> {
    const agreement = { tenantId: this.tenantId, agreementId: id };
    const named = parties.map((party) => party.id);
    await this.tx.agreementParty.deleteMany({ where: { ...agreement, partyId: { notIn: named } } });
    for (const [position, party] of parties.entries()) await this.saveParty(agreement, party, position);
  }

  /** Update before insert: an upsert would run the insert trigger, which refuses new parties of a frozen agreement. */
  private async saveParty(
    agreement: { readonly tenantId: string; readonly agreementId: string },
    party: Party,
    position: number,
  ): Promise<void> {
    const key = { ...agreement, partyId: party.id };
    const data = fromParty(party, position);
    const { count } = await this.tx.agreementParty.updateMany({ where: key, data });
    if (count === 0) await this.tx.agreementParty.create({ data: { ...key, ...data } });
  }

  private async saveProgress(agreement: Agreement, event: Exclude<AgreementEvent, DraftStored>): Promise<void> {
    const version = defined(agreement.versions[event.version - 1], `version ${event.version} of ${agreement.id}`);
    const key = { tenantId: this.tenantId, agreementId: agreement.id, number: version.number };
    await this.tx.agreementVersion.update({
      where: { tenantId_agreementId_number: key },
      data: fromProgress(version),
      select: { number: true },
    });
    if (event.type === 'version_signed') await this.saveSignature(event, version.signatures.length - 1);
  }

  private async saveSignature({ agreementId, version, signature }: VersionSigned, position: number): Promise<void> {
    const { tenantId } = this;
    await this.tx.versionSignature.create({
      data: { tenantId, agreementId, version, position, ...fromSignature(signature) },
    });
  }
}
