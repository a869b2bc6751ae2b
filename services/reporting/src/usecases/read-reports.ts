import { DomainError, type Caller, type Interval } from '@sla/kernel';
import type { LedgerEntry } from '../domain/booking.js';
import type { ComplianceLine, EditionSummary, Ports, StoredCredit, Transaction } from './ports.js';
import { agreementsSeen, requireSeen } from './steps/agreements-seen.js';

type Uow = Pick<Ports, 'uow'>;

export const listCompliance =
  ({ uow }: Uow) =>
  (
    caller: Caller,
    query: {
      readonly agreementId: string;
      readonly overlapping?: Interval;
      readonly after: string;
      readonly limit: number;
    },
  ): Promise<{ readonly lines: readonly (ComplianceLine & { readonly titles: Titles })[]; readonly next: string }> =>
    uow.run(caller, async (tx) => {
      const { lines, next } = await tx.compliance.list({
        ...query,
        agreementIds: await agreementsSeen(tx, caller, query.agreementId),
      });
      const titled = [];
      for (const line of lines) titled.push({ ...line, titles: await titlesOf(tx, line) });
      return { lines: titled, next };
    });

interface Titles {
  readonly agreement: { readonly en: string; readonly 'zh-CN': string };
  readonly objective: { readonly en: string; readonly 'zh-CN': string };
}

async function titlesOf(tx: Transaction, { finding }: ComplianceLine): Promise<Titles> {
  const contract = await tx.contracts.get(finding.agreementId, finding.version);
  const objective = contract?.terms.objectives.find(({ id }) => id === finding.objectiveId);
  const unknown = { en: finding.objectiveId, 'zh-CN': finding.objectiveId };
  return { agreement: contract?.terms.title ?? unknown, objective: objective?.title ?? unknown };
}

export const listLedger =
  ({ uow }: Uow) =>
  (
    caller: Caller,
    query: { readonly agreementId: string; readonly after: string; readonly limit: number },
  ): Promise<{ readonly entries: readonly LedgerEntry[]; readonly next: string }> =>
    uow.run(caller, async (tx) =>
      tx.ledger.list(await agreementsSeen(tx, caller, query.agreementId), query.after, query.limit),
    );

export const explainCredit =
  ({ uow }: Uow) =>
  (
    caller: Caller,
    name: { readonly agreementId: string; readonly creditId: string; readonly windowLabel: string },
  ): Promise<StoredCredit> =>
    uow.run(caller, async (tx) => {
      await requireSeen(tx, caller, name.agreementId);
      const credit = await tx.compliance.credit(name.agreementId, name.creditId, name.windowLabel);
      if (credit === undefined)
        throw new DomainError('not_found', 'reporting.credit_not_found', {
          credit: name.creditId,
          window: name.windowLabel,
        });
      return credit;
    });

export const listEditions =
  ({ uow }: Uow) =>
  (
    caller: Caller,
    query: { readonly agreementId: string; readonly period: string; readonly after: string; readonly limit: number },
  ): Promise<{ readonly editions: readonly EditionSummary[]; readonly next: string }> =>
    uow.run(caller, async (tx) =>
      tx.editions.list({ ...query, agreementIds: await agreementsSeen(tx, caller, query.agreementId) }),
    );

export const readEdition =
  ({ uow }: Uow) =>
  (
    caller: Caller,
    name: {
      readonly agreementId: string;
      readonly period: string;
      readonly edition: number;
      readonly format: 'json' | 'csv' | 'html';
    },
  ): Promise<{ readonly summary: EditionSummary; readonly content: string }> =>
    uow.run(caller, async (tx) => {
      await requireSeen(tx, caller, name.agreementId);
      const found = await tx.editions.read(name.agreementId, name.period, name.edition, name.format);
      if (found === undefined)
        throw new DomainError('not_found', 'reporting.edition_not_found', {
          agreement: name.agreementId,
          period: name.period,
          edition: name.edition,
        });
      return found;
    });
