import { TZ_VERSION } from '@sla/calendar';
import { EVALUATOR_VERSION, makeBundle, type EvaluationInput, type Explanation } from '@sla/engine';
import {
  assert,
  canonicalJson,
  DAY_MS,
  defined,
  DomainError,
  type Caller,
  type Instant,
  type Interval,
} from '@sla/kernel';
import { checkIds, checkName } from '../domain/check-text.js';
import { objectiveOf } from '../domain/contract.js';
import { describeSeries, type SeriesShape } from '../domain/describe-series.js';
import type { Determination } from '../domain/determination.js';
import { computeRevision, evaluationInput, type Target } from '../domain/evaluation-input.js';
import { newestOf } from '../domain/sample.js';
import { hasParty, requireSeen, sightOf } from '../domain/sight.js';
import type {
  DeterminationName,
  DeterminationQuery,
  PendingWindow,
  Ports,
  SeenDetermination,
  SeriesHead,
  Transaction,
} from './ports.js';
import { agreementsSeen } from './steps/agreements-seen.js';
import { contractOf, samplesOf } from './steps/window-inputs.js';

type UnitOfWorkPort = Pick<Ports, 'uow'>;

export const getDetermination =
  ({ uow }: UnitOfWorkPort) =>
  async (caller: Caller, name: DeterminationName): Promise<SeenDetermination> => {
    checkName(name);
    return uow.run(caller, (tx) => seen(tx, caller, name));
  };

async function seen(tx: Transaction, caller: Caller, name: DeterminationName): Promise<SeenDetermination> {
  const { agreementId, objectiveId, windowLabel } = name;
  requireSeen(caller, await tx.contracts.ofAgreement(agreementId), agreementId);
  const determination = await tx.determinations.find(name);
  if (determination === undefined) {
    throw new DomainError('not_found', 'measurement.determination_not_found', {
      agreement: agreementId,
      objective: objectiveId,
      window: windowLabel,
    });
  }
  const windowStart = determination.window.start;
  return { determination, pending: await tx.determinations.pendingOf({ agreementId, objectiveId, windowStart }) };
}

export const listDeterminations =
  ({ uow }: UnitOfWorkPort) =>
  async (
    caller: Caller,
    query: Omit<DeterminationQuery, 'agreementIds'> & { readonly agreementId: string },
  ): Promise<{ readonly determinations: readonly SeenDetermination[]; readonly next: string }> => {
    if (query.objectiveId !== undefined) checkIds({ objective_id: query.objectiveId });
    return uow.run(caller, async (tx) => {
      const agreementIds = await agreementsSeen(tx, caller, query.agreementId);
      return tx.determinations.list({ ...query, ...(agreementIds === undefined ? {} : { agreementIds }) });
    });
  };

/** The story of a determination, computed again from what it was computed from. */
export const explainDetermination =
  (ports: Pick<Ports, 'uow' | 'digest'>) =>
  async (
    caller: Caller,
    name: DeterminationName,
  ): Promise<SeenDetermination & { readonly explanation: Explanation }> => {
    checkName(name);
    return ports.uow.run(caller, async (tx) => {
      const found = await seen(tx, caller, name);
      const { evaluation } = await replay(tx, ports, found.determination);
      return { ...found, explanation: evaluation.explanation };
    });
  };

/** The evidence bundle as canonical JSON. */
export const exportEvidence =
  (ports: Pick<Ports, 'uow' | 'digest'>) =>
  async (caller: Caller, name: DeterminationName): Promise<string> => {
    checkName(name);
    return ports.uow.run(caller, async (tx) => {
      const { determination } = await seen(tx, caller, name);
      const { input, evaluation, target } = await replay(tx, ports, determination);
      const { version, revision } = determination;
      const origin = { agreementVersion: version, canonicalTerms: target.contract.canonicalTerms, revision };
      return canonicalJson(makeBundle(input, evaluation, origin));
    });
  };

interface Replay extends ReturnType<typeof computeRevision> {
  readonly target: Target;
  readonly input: EvaluationInput;
}

/** Computes a revision again, in the window in which it was judged, whatever became of its version since. */
async function replay(
  tx: Transaction,
  { digest }: Pick<Ports, 'digest'>,
  determination: Determination,
): Promise<Replay> {
  const { objectiveId, window, windowLabel, disputes, figures } = determination;
  const contract = await contractOf(tx, determination);
  const objective = defined(objectiveOf(contract, objectiveId), `the objective ${objectiveId}`);
  const target = { contract, objective, window: { window, effective: window, label: windowLabel } };
  const [head] = await tx.samples.heads([objective.indicator.series]);
  const { kind } = defined(head, `the series of ${objectiveId}`);
  const samples = await samplesOf(tx, target, determination);
  const input = evaluationInput(target, kind, samples, { disputes, judgedAt: figures.judgedAt as Instant, digest });
  const again = computeRevision(target, input, determination);
  // Another evaluator or tz data may differ; the same ones may not.
  const comparable = figures.evaluator === EVALUATOR_VERSION && figures.tz === TZ_VERSION;
  assert(
    !comparable || again.determination.resultHash === determination.resultHash,
    `revision ${determination.revision} of ${objectiveId} ${windowLabel} does not compute again to its hash`,
  );
  return { target, input, ...again };
}

export const listPending =
  ({ uow }: UnitOfWorkPort) =>
  async (
    caller: Caller,
    query: { readonly agreementId: string; readonly after: string; readonly limit: number },
  ): Promise<{ readonly pending: readonly PendingWindow[]; readonly next: string }> =>
    uow.run(caller, async (tx) =>
      tx.determinations.pending(await agreementsSeen(tx, caller, query.agreementId), query.after, query.limit),
    );

export const describeSeriesOf =
  ({ uow }: UnitOfWorkPort) =>
  async (
    caller: Caller,
    query: { readonly series: string; readonly span: Interval; readonly gapAboveMs: number },
  ): Promise<{ readonly head: SeriesHead; readonly shape: SeriesShape }> => {
    const { series, span, gapAboveMs } = query;
    checkIds({ series });
    checkGapLimit(gapAboveMs);
    return uow.run(caller, async (tx) => {
      const [head] = await tx.samples.heads([series]);
      if (head === undefined || !(await mayReadSeries(tx, caller, series)))
        throw new DomainError('not_found', 'measurement.series_not_found', { series });
      const instants = newestOf(await tx.samples.within(series, span)).map(({ at }) => at);
      return { head, shape: describeSeries(instants, gapAboveMs) };
    });
  };

/** Longest step that can be asked for: a year. */
export const MAX_GAP_LIMIT_MS = 366 * DAY_MS;

function checkGapLimit(ms: number): void {
  if (ms >= 0 && ms <= MAX_GAP_LIMIT_MS) return;
  const reason = 'measurement.gap_limit_range';
  throw new DomainError('invalid_argument', reason, {}, [{ field: 'gap_above_ms', reason }]);
}

async function mayReadSeries(tx: Transaction, caller: Caller, series: string): Promise<boolean> {
  const party = sightOf(caller);
  return party === undefined || hasParty(await tx.contracts.measuring([series]), party);
}

export interface Progress {
  readonly evaluations: number;
  readonly events: number;
  readonly watermarks: ReadonlyMap<string, Instant>;
}

export const getProgress =
  ({ uow, clock }: Pick<Ports, 'uow' | 'clock'>) =>
  async (caller: Caller): Promise<Progress> =>
    uow.run(caller, async (tx) => ({
      evaluations: await tx.work.waiting(clock.now()),
      events: await tx.unpublished(),
      watermarks: await watermarksSeen(tx, caller),
    }));

/** A party sees its own sources, and those that measure agreements of its. */
async function watermarksSeen(tx: Transaction, caller: Caller): Promise<ReadonlyMap<string, Instant>> {
  const party = sightOf(caller);
  const sources = [...(await tx.samples.sources())];
  const measuring = party === undefined ? new Set() : await sourcesOf(tx, party);
  const visible = sources.filter(
    ([source, { party: owner }]) => party === undefined || owner === party || measuring.has(source),
  );
  return new Map(visible.map(([source, { watermark }]) => [source, watermark]));
}

async function sourcesOf(tx: Transaction, party: string): Promise<ReadonlySet<string>> {
  const sources = new Set<string>();
  for (const agreementId of await tx.contracts.agreementsOf(party)) {
    const contracts = await tx.contracts.ofAgreement(agreementId);
    const series = contracts.flatMap(({ terms }) => terms.objectives.map(({ indicator }) => indicator.series));
    for (const head of await tx.samples.heads(series)) sources.add(head.source);
  }
  return sources;
}
