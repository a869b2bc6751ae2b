import { DomainError, formatInstant, isResourceId, type Caller, type Instant } from '@sla/kernel';
import { MAX_AHEAD_MS } from '../domain/check-batch.js';
import { workOf } from '../domain/work.js';
import type { Ports } from './ports.js';

/** Moves a source's watermark forward, never back; answers where it is. @throws DomainError for an instant too far ahead. */
export const advanceWatermark =
  ({ uow, clock }: Pick<Ports, 'uow' | 'clock'>) =>
  (caller: Caller, command: { readonly source: string; readonly watermark: Instant }): Promise<Instant> => {
    const now = clock.now();
    const { source, watermark } = command;
    if (!isResourceId(source))
      throw new DomainError('invalid_argument', 'measurement.id_malformed', { value: source.slice(0, 60) });
    if (watermark > now + MAX_AHEAD_MS) {
      throw new DomainError('invalid_argument', 'measurement.sample_from_future', {
        at: formatInstant(watermark),
        now: formatInstant(now),
      });
    }
    return uow.run(caller, async (tx) => {
      const before = await tx.samples.lockSource(source);
      if (watermark <= before) return before;
      await tx.samples.saveWatermark(source, watermark);
      const contracts = await tx.contracts.measuring(await tx.samples.seriesOf(source));
      const cause = { historical: false, correlationId: caller.correlationId, traceparent: caller.traceparent ?? '' };
      await tx.work.mark(
        contracts.flatMap((contract) => workOf(contract, [], { before, after: watermark })),
        cause,
      );
      await tx.work.markUnsettled([...new Set(contracts.map((contract) => contract.agreementId))], watermark, cause);
      return watermark;
    });
  };
