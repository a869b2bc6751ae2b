import type { Shell } from '../shell.js';
import { versionNumber } from '../version-number.js';
import { versionAnswer } from './version-answer.js';

/** slactl activate. */
export function addActivate(shell: Shell): void {
  shell.command('activate <agreement> <version>', 'activate').action(
    shell.answering(async (session, agreementId: string, text: string) => {
      const version = versionNumber(text);
      const request = { agreementId, version, effectiveTime: undefined, requestId: '' };
      const { agreement } = await session.clients.agreements.activateVersion(request);
      return versionAnswer(session, agreement, version, 'cli.outcome_effective');
    }),
  );
}
