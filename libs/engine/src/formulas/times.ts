import { add, divide, ratio, ZERO, type Instant, type Ratio } from '@sla/kernel';

/** Mean of milliseconds, exact; undefined without any: no incident is no repair time of zero. */
function meanMs(amountsMs: readonly number[]): Ratio | undefined {
  if (amountsMs.length === 0) return undefined;
  return ratio(
    amountsMs.reduce((sum, ms) => sum + BigInt(ms), 0n),
    BigInt(amountsMs.length),
  );
}

/**
 * Mean time to restore (repair) in milliseconds: total repair time / repairs. Unknown without repairs.
 * Source: IEC 60050-192:2015, 192-07-23 (mean time to restoration); ITIL service design.
 */
export const mttr = (repairsMs: readonly number[]): Ratio | undefined => meanMs(repairsMs);

/**
 * Mean time to acknowledge in milliseconds: total time from alert to acknowledgement / alerts acknowledged.
 * Unknown while nothing was acknowledged. Source: usual incident practice (ITIL incident management).
 */
export const mtta = (acknowledgedMs: readonly number[]): Ratio | undefined => meanMs(acknowledgedMs);

/**
 * Mean operating time between failures in milliseconds: total up time / failures. Unknown without failures: up time
 * then is only a lower bound. Source: IEC 60050-192:2015, 192-05-13.
 */
export const mtbf = (upMs: number, failures: number): Ratio | undefined =>
  failures === 0 ? undefined : ratio(upMs, failures);

/**
 * Steady-state availability MTBF / (MTBF + MTTR), 0 to 1. Unknown when one of them is, or both are zero.
 * Source: IEC 60050-192:2015, 192-08-07.
 */
export function availabilityOf(between: Ratio | undefined, restore: Ratio | undefined): Ratio | undefined {
  if (between === undefined || restore === undefined) return undefined;
  const cycle = add(between, restore);
  return cycle.num === ZERO.num ? undefined : divide(between, cycle);
}

/**
 * Recovery time achieved in milliseconds: from the disruption to the restored service. Unknown until restored.
 * Source: ISO 22300:2021, 3.1.203 (recovery time objective), measured.
 */
export const rtoAchieved = (disruptedAt: Instant, restoredAt: Instant | undefined): number | undefined =>
  restoredAt === undefined ? undefined : restoredAt - disruptedAt;

/**
 * Recovery point achieved in milliseconds: data between the last point that could be restored and the disruption is
 * lost. Unknown when nothing could be restored. Source: ISO 22300:2021, 3.1.202 (recovery point objective), measured.
 */
export const rpoAchieved = (disruptedAt: Instant, restoredPoint: Instant | undefined): number | undefined =>
  restoredPoint === undefined ? undefined : disruptedAt - restoredPoint;
