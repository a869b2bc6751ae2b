import { DomainError, formatInstant, type Caller, type Instant } from '@sla/kernel';
import { MAX_AHEAD_MS } from '../domain/check-batch.js';
import { checkIds } from '../domain/check-text.js';
import { requireWriter } from '../domain/sight.js';
import type { Ports } from './ports.js';
import { moveWatermark } from './steps/move-watermark.js';

/** Moves a source's watermark forward, never back; answers where it is. @throws DomainError for an instant too far ahead. */
export const advanceWatermark =
  ({ uow, clock }: Pick<Ports, 'uow' | 'clock'>) =>
  async (caller: Caller, command: { readonly source: string; readonly watermark: Instant }): Promise<Instant> => {
    const { source, watermark } = command;
    checkIds({ source });
    checkNotAhead(watermark, clock.now());
    return uow.run(caller, async (tx) => {
      const { watermark: before, party } = await tx.samples.claimSource(source, caller.principal.party ?? '');
      requireWriter(caller, source, party);
      if (watermark <= before) return before;
      await moveWatermark(tx, caller, { source, before, after: watermark, historical: false, changes: [] });
      const reason = formatInstant(watermark);
      const resource = `source/${source}`;
      await tx.audit({ action: 'measurement.watermark.advanced', resource, beforeHash: '', afterHash: '', reason });
      return watermark;
    });
  };

function checkNotAhead(watermark: Instant, now: Instant): void {
  if (watermark <= now + MAX_AHEAD_MS) return;
  const params = { at: formatInstant(watermark), now: formatInstant(now) };
  const reason = 'measurement.sample_from_future';
  throw new DomainError('invalid_argument', reason, params, [{ field: 'watermark', reason, params }]);
}
