import type { TenantId } from '@sla/kernel';
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
    await this.tx.signingKey.create({ data: { tenantId: this.tenantId, ...fromSigningKey(key) } });
  }
}
