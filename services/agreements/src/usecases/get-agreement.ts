import type { Caller } from '@sla/kernel';
import type { Agreement } from '../domain/agreement.js';
import { requireSeen } from '../domain/seats.js';
import type { Ports } from './ports.js';

/** Reads an agreement with its versions. @throws DomainError not_found, also when the caller may not see it. */
export const getAgreement =
  ({ uow }: Pick<Ports, 'uow'>) =>
  (caller: Caller, { agreementId }: { readonly agreementId: string }): Promise<Agreement> =>
    uow.read(caller, async (tx) => requireSeen(caller, await tx.agreements.get(agreementId), agreementId));
