import { DomainError, type TenantId } from '@sla/kernel';
import type { SigningKey } from '../../domain/signing-key.js';
import type { SigningKeyStore } from '../../usecases/ports.js';
import type { Prisma } from './generated/prisma/client.js';
import { fromSigningKey, toSigningKey } from './mapping.js';

/** Signing keys of one tenant inside one transaction. */
export class PrismaSigningKeyStore implements SigningKeyStore {
  constructor(
    private readonly tx: Prisma.TransactionClient,
    private readonly tenantId: TenantId,
  ) {}

  async related({
    party,
    keyId,
    thumbprint,
  }: Parameters<SigningKeyStore['related']>[0]): Promise<readonly SigningKey[]> {
    const same = thumbprint === undefined ? [] : [{ thumbprint }];
    const rows = await this.tx.signingKey.findMany({
      where: { tenantId: this.tenantId, OR: [{ partyId: party }, { keyId }, ...same] },
    });
    return rows.map(toSigningKey);
  }

  async add(key: SigningKey): Promise<void> {
    const data = { tenantId: this.tenantId, ...fromSigningKey(key) };
    const { count } = await this.tx.signingKey.createMany({ data, skipDuplicates: true });
    if (count === 0) throw new DomainError('aborted', 'agreements.key_changed_meanwhile', { key: key.keyId });
  }
}
