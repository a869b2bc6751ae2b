import { setTimeout as wait } from 'node:timers/promises';
import { DomainError } from '@sla/kernel';
import type { Session } from '../session.js';
import { untilAnswered } from './send-batches.js';

const WAIT_AT_MOST_MS = 600_000;
const LOOK_EVERY_MS = 150;
/** Times in a row that nothing may wait: an evaluation publishes, and a publication may cause an evaluation. */
const QUIET_LOOKS = 3;

/** Waits until everything that was sent is evaluated and published. @throws DomainError after WAIT_AT_MOST_MS. */
export async function untilEvaluated(session: Session): Promise<void> {
  const giveUpAt = performance.now() + WAIT_AT_MOST_MS;
  for (let quiet = 0; quiet < QUIET_LOOKS;) {
    const { answer } = await untilAnswered(() => session.clients.measurement.getProgress({}));
    const { waitingEvaluations: windows, waitingEvents: events } = answer;
    quiet = windows === 0n && events === 0n ? quiet + 1 : 0;
    if (performance.now() > giveUpAt) {
      const params = { windows: String(windows), events: String(events), seconds: WAIT_AT_MOST_MS / 1_000 };
      throw new DomainError('failed_precondition', 'cli.still_waiting', params);
    }
    await wait(LOOK_EVERY_MS);
  }
}
