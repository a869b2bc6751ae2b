import type { Shell } from '../shell.js';
import { versionNumber } from '../version-number.js';
import { versionAnswer } from './version-answer.js';

/** slactl freeze. */
export function addFreeze(shell: Shell): void {
  shell.command('freeze <agreement> <version>', 'freeze').action(
    shell.answering(async (session, agreementId: string, text: string) => {
      const version = versionNumber(text);
      const request = { agreementId, version, requestId: '', etag: '' };
      const { agreement } = await session.clients.agreements.freezeVersion(request);
      return versionAnswer(session, agreement, version, 'cli.outcome_frozen');
    }),
  );
}
