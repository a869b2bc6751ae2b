import { DomainError } from '@sla/kernel';
import { stringify } from 'yaml';
import { namedDetermination } from '../output/named.js';
import { plain } from '../output/plain.js';
import type { Shell } from '../shell.js';
import { newest } from './key.js';

/** slactl describe determination. */
export function addDescribeDetermination(shell: Shell): void {
  shell.command('determination <agreement> <objective> <window>', 'describe_determination').action(
    shell.answering(async (session, agreementId: string, objective: string, window: string) => {
      const key = newest(agreementId, objective, window);
      const { determination } = await session.clients.measurement.getDetermination({ key });
      if (determination === undefined)
        throw new DomainError('not_found', 'measurement.determination_not_found', {
          agreement: agreementId,
          objective,
          window,
        });
      const data = namedDetermination(determination);
      return { data, text: stringify(plain(data)).trimEnd() };
    }),
  );
}
