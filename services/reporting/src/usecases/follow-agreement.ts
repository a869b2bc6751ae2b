import type { Instant } from '@sla/kernel';
import type { Contract } from '../domain/contract.js';
import type { Transaction } from './ports.js';

/** Takes over a version that has become effective. In the event's transaction. */
export const adoptVersion = (tx: Transaction, contract: Contract): Promise<void> => tx.contracts.add(contract);

/** A version is in force up to an instant. In the event's transaction. */
export const endVersion = (tx: Transaction, agreementId: string, version: number, end: Instant): Promise<void> =>
  tx.contracts.end(agreementId, version, end);
