import {
  creditsOf,
  evaluate,
  freezeInstant,
  phaseAt,
  readTerms,
  windowsInForce,
  type AgreementTerms,
  type Dispute,
  type Evaluation,
  type JudgedWindow,
  type Objective,
  type SeriesInput,
} from '@sla/engine';
import {
  canonicalJson,
  formatDecimal,
  formatMoney,
  formatRatio,
  MIN_INSTANT,
  multiply,
  parseDecimal,
  ratio,
  sha256Hex,
  type CanonicalValue,
  type Digest,
  type Instant,
  type Ratio,
} from '@sla/kernel';
import type { EffectiveWindow } from '@sla/calendar';
import type { CreditText, Found, ScenarioSample, ScenarioWorld, Step } from './scenario.js';

/** A sample with the watermark at which it came: late data is told by it. */
interface Arrived extends ScenarioSample {
  readonly arrival: Instant;
}

interface KnownDispute extends Dispute {
  readonly series: string;
  readonly openedAt: Instant;
  readonly resolvedAt?: Instant;
}

/** A restatement: everything known then counts. */
interface Restated {
  readonly revision: number;
  readonly samples: readonly Arrived[];
  readonly disputes: readonly KnownDispute[];
  readonly judgedAt: Instant;
}

/**
 * The pure core as a world: samples, watermark and disputes in memory, everything computed anew at each question.
 * What measurement does with databases and events has to give the same answers.
 */
export class CoreWorld implements ScenarioWorld {
  readonly #terms: AgreementTerms;
  readonly #contentHash: string;
  readonly #samples = new Map<string, Arrived>();
  readonly #disputes = new Map<string, KnownDispute>();
  readonly #restated = new Map<string, Restated>();
  #watermark: Instant = MIN_INSTANT;

  /** @throws Error with every fault of the document. */
  constructor(
    document: Readonly<Record<string, unknown>>,
    private readonly digest: Digest,
  ) {
    const reading = readTerms(document);
    if (!reading.ok) {
      const faults = reading.violations.map(
        ({ field, reason, params }) => `${field}: ${reason} ${JSON.stringify(params)}`,
      );
      throw new Error(`the agreement has faults:\n${faults.join('\n')}`);
    }
    this.#terms = reading.terms;
    this.#contentHash = sha256Hex(digest, canonicalJson(document as CanonicalValue));
  }

  deliver(samples: readonly ScenarioSample[]): Promise<void> {
    const arrival = this.#watermark;
    for (const sample of samples) {
      const key = `${sample.series} ${sample.at}`;
      if (!this.#samples.has(key)) this.#samples.set(key, { ...sample, arrival });
    }
    return this.advance(Math.max(arrival, ...samples.map(({ at }) => at)) as Instant);
  }

  advance(at: Instant): Promise<void> {
    if (at > this.#watermark) this.#watermark = at;
    return Promise.resolve();
  }

  dispute({ id, party, series, span, claim }: Extract<Step, { kind: 'dispute' }>): Promise<void> {
    const openedAt = this.#watermark;
    this.#disputes.set(id, { id, series, interval: span, claim, openedBy: party, state: 'open', openedAt });
    return Promise.resolve();
  }

  resolve({ id, resolution }: Extract<Step, { kind: 'resolve' }>): Promise<void> {
    const dispute = this.#disputes.get(id);
    if (dispute === undefined) return Promise.reject(new Error(`there is no dispute ${id}`));
    this.#disputes.set(id, { ...dispute, state: resolution, resolvedAt: this.#watermark });
    return Promise.resolve();
  }

  async restate({ objective, window }: Extract<Step, { kind: 'restate' }>): Promise<void> {
    const key = `${objective} ${window}`;
    const before = await this.find(objective, window);
    if (before === undefined || before.phase === 'open' || before.phase === 'provisional') {
      throw new Error(`${objective} in ${window} is ${before?.phase ?? 'unknown'}; only final results are restated`);
    }
    const earlier = this.#restated.get(key);
    this.#restated.set(key, { ...this.#known(), revision: before.revision + 1 });
    const after = await this.find(objective, window);
    // When nothing has changed no revision is made.
    if (after?.resultHash !== before.resultHash) return;
    if (earlier === undefined) this.#restated.delete(key);
    else this.#restated.set(key, earlier);
  }

  #known(): Omit<Restated, 'revision'> {
    return { samples: [...this.#samples.values()], disputes: [...this.#disputes.values()], judgedAt: this.#watermark };
  }

  find(objectiveId: string, label: string): Promise<Found | undefined> {
    const objective = this.#objective(objectiveId);
    const window = this.#windows(objective).find((candidate) => candidate.label === label);
    return Promise.resolve(window && foundOf(this.#judge(objective, window)));
  }

  #objective(id: string): Objective {
    const objective = this.#terms.objectives.find((candidate) => candidate.id === id);
    if (objective === undefined) throw new Error(`there is no objective ${id}`);
    return objective;
  }

  /** Windows that have begun by now. */
  #windows(objective: Objective): readonly EffectiveWindow[] {
    return windowsInForce(this.#terms, objective, this.#terms.term, (this.#watermark + 1) as Instant);
  }

  #judge(objective: Objective, { effective, label }: EffectiveWindow): Judged {
    const restated = this.#restated.get(`${objective.id} ${label}`);
    const freezeAt = freezeInstant(objective, effective);
    const samples = restated?.samples ?? [...this.#samples.values()].filter(({ arrival }) => arrival < freezeAt);
    const disputes = restated?.disputes ?? [...this.#disputes.values()].flatMap((d) => asOf(d, freezeAt));
    const judgedAt = restated?.judgedAt ?? this.#watermark;
    const { series } = objective.indicator;
    const evaluation = evaluate({
      terms: this.#terms,
      contentHash: this.#contentHash,
      objective,
      window: effective,
      windowLabel: label,
      series: seriesOf(
        objective,
        samples.filter((sample) => sample.series === series).toSorted((a, b) => a.at - b.at),
      ),
      disputes: disputes.filter((dispute) => dispute.series === series),
      judgedAt,
      digest: this.digest,
    });
    const phase = restated === undefined ? phaseAt(objective, effective, judgedAt) : 'restated';
    return { evaluation, phase, revision: restated?.revision ?? 1 };
  }

  credit(clause: string, label: string): Promise<CreditText | undefined> {
    const judged = this.#terms.objectives.flatMap((objective) =>
      this.#windows(objective).map((window) => ({ objective, window, ...this.#judge(objective, window) })),
    );
    const windows = judged.map(({ objective, window, evaluation, phase }): JudgedWindow => ({
      objective: objective.id,
      window: window.effective,
      basis: evaluation,
      settled: phase === 'final' || phase === 'restated',
    }));
    const start = judged.find(({ window }) => window.label === label)?.window.effective.start;
    const credit = creditsOf(this.#terms, windows).find(
      (candidate) => candidate.clause.id === clause && candidate.window.start === start,
    );
    return Promise.resolve(credit && creditText(credit.result));
  }
}

interface Judged {
  readonly evaluation: Evaluation;
  readonly phase: string;
  readonly revision: number;
}

/** The dispute as it stood for a window that froze at an instant; none when it was opened too late for it. */
function asOf(dispute: KnownDispute, freezeAt: Instant): readonly KnownDispute[] {
  if (dispute.openedAt >= freezeAt) return [];
  const resolved = dispute.resolvedAt !== undefined && dispute.resolvedAt < freezeAt;
  return [{ ...dispute, state: resolved ? dispute.state : 'open' }];
}

/** @throws Error when a reading is of another kind than the objective measures. */
function seriesOf(objective: Objective, samples: readonly Arrived[]): SeriesInput {
  const { series, kind } = objective.indicator;
  const wrong = (sample: Arrived): Error => new Error(`${series} has a ${sample.reading.kind} for ${kind}`);
  if (kind === 'time_in_state') {
    return {
      series,
      kind: 'state',
      samples: samples.map((sample) => {
        if (sample.reading.kind !== 'state') throw wrong(sample);
        return { at: sample.at, state: sample.reading.state };
      }),
    };
  }
  if (kind === 'event_ratio') {
    return {
      series,
      kind: 'count',
      samples: samples.map((sample) => {
        if (sample.reading.kind !== 'count') throw wrong(sample);
        return { at: sample.at, good: sample.reading.good, total: sample.reading.total };
      }),
    };
  }
  return {
    series,
    kind: 'value',
    samples: samples.map((sample) => {
      if (sample.reading.kind !== 'value') throw wrong(sample);
      return { at: sample.at, ...scaled(sample.reading.decimal) };
    }),
  };
}

/** `12.50` as 1250 with two places: as a source sends it. */
export function scaled(decimal: string): { readonly scaled: bigint; readonly scale: number } {
  const scale = decimal.split('.')[1]?.length ?? 0;
  const { num, den } = multiply(parseDecimal(decimal), ratio(10n ** BigInt(scale)));
  return { scaled: num / den, scale };
}

const textOf = (value: Ratio | undefined): string => (value === undefined ? 'none' : formatRatio(value));

function foundOf({ evaluation, phase, revision }: Judged): Found {
  const { verdict, unit, good, bad, unknown, excluded, breachedAt, atRisk, resultHash, budget } = evaluation;
  return {
    phase,
    verdict,
    unit,
    attained: evaluation.displayValue === '' ? 'none' : evaluation.displayValue,
    fraction: textOf(evaluation.fraction),
    low: textOf(evaluation.low),
    high: textOf(evaluation.high),
    good,
    bad,
    unknown,
    excluded,
    coverage: formatDecimal(multiply(evaluation.coverage, ratio(100n)), 2, 'floor'),
    budget: budget.total,
    left: budget.left,
    breachedAt,
    atRisk,
    revision,
    resultHash,
  };
}

function creditText({ state, amount, low, high }: ReturnType<typeof creditsOf>[number]['result']): CreditText {
  if (state === 'none') return 'none';
  if (state === 'owed') return `${formatMoney(amount)} ${amount.currency}`;
  return `${formatMoney(low)}..${formatMoney(high)} ${amount.currency}`;
}
