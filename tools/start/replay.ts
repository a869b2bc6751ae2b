import { measurementV1 as m } from '@sla/contracts';
import type { Delivery, Observation } from '../demo/deliveries.ts';
import type { Contest, World } from '../demo/world.ts';
import type { Clients } from './clients.ts';

/** Sends deliveries in the order of their arrival, one batch a day and source, and opens each contest when it was raised. */
export async function replay(
  world: World,
  deliveries: readonly Delivery[],
  ingest: Clients,
  customer: Clients,
): Promise<number> {
  let samples = 0;
  const open = [...world.contests];
  let stream = ingest.ingest.streamBatches();
  for (const delivery of deliveries) {
    for (const contest of open.filter((c) => c.end <= delivery.arrivedAt - 86_400_000)) {
      await stream.finish();
      await dispute(contest, customer);
      open.splice(open.indexOf(contest), 1);
      stream = ingest.ingest.streamBatches();
    }
    await stream.send({ batch: batchOf(delivery) });
    samples += delivery.observations.length;
  }
  await stream.finish();
  return samples;
}

async function dispute(contest: Contest, customer: Clients): Promise<void> {
  const { disputes } = await customer.measurement.listDisputes({
    agreementId: contest.agreement,
    pageSize: 0,
    pageToken: '',
  });
  if (disputes.some((known) => known.series === contest.series)) return;
  await customer.measurement.openDispute({
    agreementId: contest.agreement,
    series: contest.series,
    interval: { startTime: timestamp(contest.start), endTime: timestamp(contest.end) },
    claim: m.State.DOWN,
    reason: 'Customers could not pay in this time; the probe does not pay.',
    requestId: '',
  });
}

export const timestamp = (ms: number): { seconds: bigint; nanos: number } => ({
  seconds: BigInt(Math.floor(ms / 1000)),
  nanos: (ms % 1000) * 1e6,
});

function batchOf(delivery: Delivery): m.SampleBatch {
  const bySeries = Map.groupBy(delivery.observations, (observation) => observation.series);
  return {
    batchKey: delivery.key,
    source: delivery.source,
    conflictRule: m.ConflictRule.REFUSE,
    historical: true,
    columns: [...bySeries].map(([series, observations]) => columnOf(series, observations)),
  };
}

function columnOf(series: string, observations: readonly Observation[]): m.SeriesColumn {
  const atMs = observations.map(({ at }) => BigInt(at));
  return { series, atMs, sequences: [], values: valuesOf(observations) };
}

function valuesOf(observations: readonly Observation[]): m.SeriesColumn['values'] {
  const states = observations.filter((o) => o.kind === 'state');
  const counts = observations.filter((o) => o.kind === 'count');
  const values = observations.filter((o) => o.kind === 'value');
  if (states.length > 0)
    return { $case: 'states', value: { states: states.map((o) => (o.state === 'up' ? m.State.UP : m.State.DOWN)) } };
  if (counts.length > 0)
    return {
      $case: 'counts',
      value: { good: counts.map((o) => BigInt(o.good)), total: counts.map((o) => BigInt(o.total)) },
    };
  return { $case: 'decimals', value: { scaled: values.map((o) => BigInt(o.value)), scale: 0 } };
}

/** Waits until everything that was sent is evaluated, published and reported. */
export async function untilSettled(clients: Clients, withinMs: number): Promise<void> {
  const giveUpAt = Date.now() + withinMs;
  for (let quiet = 0; quiet < 3;) {
    const { waitingEvaluations, waitingEvents } = await clients.measurement.getProgress({});
    quiet = waitingEvaluations === 0n && waitingEvents === 0n ? quiet + 1 : 0;
    if (Date.now() > giveUpAt)
      throw new Error(
        `${waitingEvaluations} windows and ${waitingEvents} events still wait after ${withinMs / 1000} s`,
      );
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
