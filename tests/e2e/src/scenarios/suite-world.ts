import { measurementV1 as m, reportingV1 as r, type Timestamp } from '@sla/contracts';
import { formatDecimal, formatMoney, multiply, ratio, type Instant } from '@sla/kernel';
import { RpcStatus, SlaRpcError } from '@sla/platform/client';
import { timestampOf } from '@sla/platform';
import {
  scaled,
  type CreditText,
  type Found,
  type ScenarioSample,
  type ScenarioWorld,
  type Step,
} from '@sla/testkit/scenario';
import { putDocumentIntoForce } from '../suite/agreements.js';
import { untilSettled, type Stores } from '../suite/settled.js';
import { PEOPLE, type Suite, type SuiteClients } from '../suite/suite.js';

const SETTLE_WITHIN_MS = 180_000;

/** Samples of one batch, the limit of the service. */
const MAX_BATCH_SAMPLES = 10_000;

export interface SuiteAccess {
  readonly suite: Suite;
  readonly stores: Stores;
  readonly provider: SuiteClients;
  readonly customer: SuiteClients;
  readonly probes: SuiteClients;
}

type Members = Readonly<Record<string, unknown>>;

/** The running suite as a world: each story has an agreement, a source and series of its own. */
export class SuiteWorld implements ScenarioWorld {
  readonly #disputes = new Map<string, string>();
  #batches = 0;
  #changed = true;

  private constructor(
    private readonly access: SuiteAccess,
    private readonly name: string,
  ) {}

  /** Puts the agreement of a story into force. `name` keeps the stories of one suite apart. */
  static async open(access: SuiteAccess, name: string, document: Members): Promise<SuiteWorld> {
    const world = new SuiteWorld(access, name);
    await putDocumentIntoForce(access.suite, name, world.#own(document));
    return world;
  }

  /** The document with the parties of the suite, and series that no other story has. */
  #own(document: Members): string {
    const parties: Readonly<Record<string, string>> = {
      provider: PEOPLE.provider.party,
      customer: PEOPLE.customer.party,
    };
    const mapped = (id: unknown): unknown => parties[String(id)] ?? id;
    const objectives = (document['objectives'] as readonly Members[]).map((objective) => {
      const indicator = objective['indicator'] as Members;
      const series = this.#series(String(indicator['series']));
      return { ...objective, owner: mapped(objective['owner']), indicator: { ...indicator, series } };
    });
    const own = (document['parties'] as readonly Members[]).map((party) => ({ ...party, id: mapped(party['id']) }));
    return JSON.stringify({ ...document, id: this.name, parties: own, objectives });
  }

  #series = (series: string): string => `${this.name}.${series}`;

  async deliver(samples: readonly ScenarioSample[]): Promise<void> {
    for (let i = 0; i < samples.length; i += MAX_BATCH_SAMPLES) {
      await this.#send(samples.slice(i, i + MAX_BATCH_SAMPLES));
    }
  }

  async #send(samples: readonly ScenarioSample[]): Promise<void> {
    const columns = [...Map.groupBy(samples, ({ series }) => series)].map(([series, list]) => ({
      series: this.#series(series),
      atMs: list.map(({ at }) => BigInt(at)),
      sequences: [],
      values: valuesOf(list),
    }));
    const batch: m.SampleBatch = {
      batchKey: `${this.name}-${this.#batches++}`,
      source: this.name,
      conflictRule: m.ConflictRule.KEEP_FIRST,
      historical: true,
      columns,
    };
    await this.access.probes.ingest.ingestBatch({ batch, requestId: '' }, { deadlineMs: 30_000 });
    this.#changed = true;
  }

  async advance(at: Instant): Promise<void> {
    await this.access.probes.ingest.advanceWatermark({ source: this.name, watermark: timestampOf(at), requestId: '' });
    this.#changed = true;
  }

  async dispute({ id, party, series, span, claim }: Extract<Step, { kind: 'dispute' }>): Promise<void> {
    await this.#settled();
    const { dispute } = await this.#of(party).measurement.openDispute({
      agreementId: this.name,
      series: this.#series(series),
      interval: { startTime: timestampOf(span.start), endTime: timestampOf(span.end) },
      claim: STATES[claim],
      reason: 'scenario',
      requestId: '',
    });
    this.#disputes.set(id, dispute?.id ?? '');
    this.#changed = true;
  }

  /** Giving in is for the other party, giving up for the one that opened it: customers open the disputes of stories. */
  async resolve({ id, resolution }: Extract<Step, { kind: 'resolve' }>): Promise<void> {
    await this.#settled();
    const upheld = resolution === 'upheld';
    await this.#of(upheld ? 'provider' : 'customer').measurement.resolveDispute({
      disputeId: this.#disputes.get(id) ?? id,
      resolution: upheld ? m.DisputeState.UPHELD : m.DisputeState.WITHDRAWN,
      reason: 'scenario',
      requestId: '',
    });
    this.#changed = true;
  }

  async restate({ objective, window, reason }: Extract<Step, { kind: 'restate' }>): Promise<void> {
    await this.#settled();
    await this.access.provider.measurement.restate({
      agreementId: this.name,
      objectiveId: objective,
      windowLabel: window,
      reason,
      requestId: '',
    });
    this.#changed = true;
  }

  #of = (party: string): SuiteClients => (party === 'provider' ? this.access.provider : this.access.customer);

  async find(objectiveId: string, windowLabel: string): Promise<Found | undefined> {
    await this.#settled();
    const key = { agreementId: this.name, objectiveId, windowLabel, revision: 0 };
    try {
      const { determination } = await this.access.provider.measurement.getDetermination({ key });
      return determination && foundOf(determination);
    } catch (error) {
      if (error instanceof SlaRpcError && error.code === RpcStatus.NOT_FOUND) return undefined;
      throw error;
    }
  }

  async credit(clause: string, windowLabel: string): Promise<CreditText | undefined> {
    await this.#settled();
    const page = { agreementId: this.name, overlapping: undefined, pageSize: 1_000, pageToken: '' };
    const { rows } = await this.access.provider.reporting.listCompliance(page);
    const credits = rows.filter((row) => row.determination?.windowLabel === windowLabel).flatMap((row) => row.credits);
    const credit = credits.find(({ creditId }) => creditId === clause);
    return credit && creditText(credit);
  }

  async #settled(): Promise<void> {
    if (!this.#changed) return;
    await untilSettled(this.access.stores, SETTLE_WITHIN_MS);
    this.#changed = false;
  }
}

const STATES = {
  up: m.State.UP,
  down: m.State.DOWN,
  degraded: m.State.DEGRADED,
  unknown: m.State.UNKNOWN,
} as const;

function valuesOf(samples: readonly ScenarioSample[]): m.SeriesColumn['values'] {
  const readings = samples.map(({ reading }) => reading);
  const states = readings.flatMap((reading) => (reading.kind === 'state' ? [STATES[reading.state]] : []));
  if (states.length === samples.length) return { $case: 'states', value: { states } };
  const counts = readings.flatMap((reading) => (reading.kind === 'count' ? [reading] : []));
  if (counts.length === samples.length) {
    const [good, total] = [counts.map((count) => count.good), counts.map((count) => count.total)];
    return { $case: 'counts', value: { good, total } };
  }
  const values = readings.flatMap((reading) => (reading.kind === 'value' ? [scaled(reading.decimal)] : []));
  if (values.length !== samples.length) throw new Error('a delivery has readings of several kinds for one series');
  const scale = Math.max(...values.map((value) => value.scale));
  const atScale = values.map((value) => value.scaled * 10n ** BigInt(scale - value.scale));
  return { $case: 'decimals', value: { scaled: atScale, scale } };
}

const word = (name: string | undefined): string => (name ?? '').toLowerCase();
const fractionText = (fraction: m.Determination['attained']): string =>
  fraction === undefined ? 'none' : `${fraction.numerator}/${fraction.denominator}`;
const instantOf = (time: Timestamp | undefined): Instant | undefined =>
  time === undefined ? undefined : ((Number(time.seconds) * 1_000 + time.nanos / 1e6) as Instant);

function percentOf(fraction: m.Determination['coverage']): string {
  if (fraction === undefined) return 'none';
  const share = ratio(BigInt(fraction.numerator), BigInt(fraction.denominator));
  return formatDecimal(multiply(share, ratio(100n)), 2, 'floor');
}

const foundOf = (d: m.Determination): Found => ({
  phase: word(m.Phase[d.phase]),
  verdict: word(m.Verdict[d.verdict]),
  unit: d.unit === m.Unit.MILLISECONDS ? 'ms' : 'events',
  attained: d.attainedPercent === '' ? 'none' : d.attainedPercent,
  fraction: fractionText(d.attained),
  low: fractionText(d.attainedLow),
  high: fractionText(d.attainedHigh),
  good: BigInt(d.good),
  bad: BigInt(d.bad),
  unknown: BigInt(d.unknown),
  excluded: BigInt(d.excluded),
  coverage: percentOf(d.coverage),
  budget: BigInt(d.budgetTotal),
  left: BigInt(d.budgetLeft),
  breachedAt: instantOf(d.breachedTime),
  atRisk: d.atRisk,
  revision: d.revision,
  resultHash: d.resultHash,
});

function creditText({ state, amount, low, high }: r.Credit): CreditText {
  const text = (money: r.Credit['amount']): string => (money === undefined ? '' : formatMoney(money));
  if (state === r.CreditState.NONE) return 'none';
  if (state === r.CreditState.PENDING_REVIEW) return `${text(low)}..${text(high)} ${low?.currency ?? ''}`;
  return `${text(amount)} ${amount?.currency ?? ''}`;
}
