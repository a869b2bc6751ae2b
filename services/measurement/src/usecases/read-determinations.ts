import { makeBundle, type Explanation } from '@sla/engine';
import { canonicalJson, DomainError, type Caller, type Instant, type Interval } from '@sla/kernel';
import type { Determination } from '../domain/determination.js';
import { computeRevision, countsIn, evaluationInput } from '../domain/evaluation-input.js';
import { describeSeries, type SeriesShape } from '../domain/describe-series.js';
import { requireSeen, sightOf } from '../domain/sight.js';
import { agreementsSeen } from './steps/agreements-seen.js';
import { samplesOf, targetOf } from './steps/window-inputs.js';
import type { DeterminationQuery, PendingSamples, Ports, SeriesHead, Transaction } from './ports.js';

export interface DeterminationName {
  readonly agreementId: string;
  readonly objectiveId: string;
  readonly windowLabel: string;
  readonly revision: number;
}

/** A determination with the samples that wait for its restatement. */
export interface Seen {
  readonly determination: Determination;
  readonly pending: number;
}

export const getDetermination =
  ({ uow }: Pick<Ports, 'uow'>) =>
  (caller: Caller, name: DeterminationName): Promise<Seen> =>
    uow.run(caller, (tx) => seen(tx, caller, name));

async function seen(tx: Transaction, caller: Caller, name: DeterminationName): Promise<Seen> {
  const { agreementId, objectiveId, windowLabel, revision } = name;
  requireSeen(caller, await tx.contracts.ofAgreement(agreementId), agreementId);
  const determination = await tx.determinations.find(agreementId, objectiveId, windowLabel, revision);
  if (determination === undefined) {
    throw new DomainError('not_found', 'measurement.determination_not_found', {
      agreement: agreementId,
      objective: objectiveId,
      window: windowLabel,
    });
  }
  const pending = await tx.determinations.pendingOf({
    agreementId,
    objectiveId,
    windowStart: determination.window.start,
  });
  return { determination, pending };
}

export const listDeterminations =
  ({ uow }: Pick<Ports, 'uow'>) =>
  (
    caller: Caller,
    query: Omit<DeterminationQuery, 'agreementIds'> & { readonly agreementId: string },
  ): Promise<{ readonly determinations: readonly Determination[]; readonly next: string }> =>
    uow.run(caller, async (tx) => {
      const agreementIds = await agreementsSeen(tx, caller, query.agreementId);
      return tx.determinations.list({ ...query, ...(agreementIds === undefined ? {} : { agreementIds }) });
    });

/** The story of a determination, computed again from what it was computed from. */
export const explainDetermination =
  (ports: Pick<Ports, 'uow' | 'digest'>) =>
  (caller: Caller, name: DeterminationName): Promise<Seen & { readonly explanation: Explanation }> =>
    ports.uow.run(caller, async (tx) => {
      const found = await seen(tx, caller, name);
      const { evaluation } = await replay(tx, ports, found.determination);
      return { ...found, explanation: evaluation.explanation };
    });

/** The evidence bundle as canonical JSON. */
export const exportEvidence =
  (ports: Pick<Ports, 'uow' | 'digest'>) =>
  (caller: Caller, name: DeterminationName): Promise<string> =>
    ports.uow.run(caller, async (tx) => {
      const { determination } = await seen(tx, caller, name);
      const { input, evaluation, target } = await replay(tx, ports, determination);
      const { version, revision } = determination;
      const origin = { agreementVersion: version, canonicalTerms: target.contract.canonicalTerms, revision };
      return canonicalJson(makeBundle(input, evaluation, origin));
    });

/** Computes a revision again; what differs from the stored hash would be a bug of ours, and is said. */
async function replay(tx: Transaction, { digest }: Pick<Ports, 'digest'>, determination: Determination) {
  const { agreementId, objectiveId, window, version, freezeAt, asOfSeq, disputes, figures } = determination;
  const target = await targetOf(tx, { agreementId, objectiveId, windowStart: window.start }, version);
  const [head] = target === undefined ? [] : await tx.samples.heads([target.objective.indicator.series]);
  if (target === undefined || head === undefined)
    throw new DomainError('failed_precondition', 'measurement.window_moved', { window: determination.windowLabel });
  const samples = await samplesOf(tx, target, countsIn(freezeAt, asOfSeq));
  const input = evaluationInput(target, head.kind, samples, {
    disputes,
    judgedAt: figures.judgedAt as Instant,
    digest,
  });
  return { target, input, ...computeRevision(target, input, determination) };
}

export const listPending =
  ({ uow }: Pick<Ports, 'uow'>) =>
  (
    caller: Caller,
    query: { readonly agreementId: string; readonly after: string; readonly limit: number },
  ): Promise<{
    readonly pending: readonly (PendingSamples & { readonly revision: number })[];
    readonly next: string;
  }> =>
    uow.run(caller, async (tx) =>
      tx.determinations.pending(await agreementsSeen(tx, caller, query.agreementId), query.after, query.limit),
    );

export const describeSeriesOf =
  ({ uow }: Pick<Ports, 'uow'>) =>
  (
    caller: Caller,
    query: { readonly series: string; readonly span: Interval; readonly gapAboveMs: number },
  ): Promise<{ readonly head: SeriesHead; readonly shape: SeriesShape }> =>
    uow.run(caller, async (tx) => {
      const [head] = await tx.samples.heads([query.series]);
      if (head === undefined || !(await maySee(tx, caller, query.series)))
        throw new DomainError('not_found', 'measurement.series_not_found', { series: query.series });
      const samples = await tx.samples.within(query.series, query.span);
      return {
        head,
        shape: describeSeries(
          samples.map(({ at }) => at),
          query.gapAboveMs,
        ),
      };
    });

async function maySee(tx: Transaction, caller: Caller, series: string): Promise<boolean> {
  const party = sightOf(caller);
  if (party === undefined) return true;
  const contracts = await tx.contracts.measuring([series]);
  return contracts.some((contract) => contract.terms.parties.some(({ id }) => id === party));
}

export const getProgress =
  ({ uow }: Pick<Ports, 'uow'>) =>
  (
    caller: Caller,
  ): Promise<{
    readonly evaluations: number;
    readonly events: number;
    readonly watermarks: ReadonlyMap<string, Instant>;
  }> =>
    uow.run(caller, async (tx) => ({
      evaluations: await tx.work.waiting(),
      events: await tx.unpublished(),
      watermarks: await tx.samples.watermarks(),
    }));
