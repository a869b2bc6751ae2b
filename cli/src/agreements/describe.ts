import { DomainError } from '@sla/kernel';
import { stringify } from 'yaml';
import { namedAgreement } from '../output/named.js';
import { plain } from '../output/plain.js';
import type { Shell } from '../shell.js';

/** slactl describe agreement. */
export function addDescribeAgreement(shell: Shell): void {
  shell.command('agreement <id>', 'describe_agreement').action(
    shell.answering(async (session, agreementId: string) => {
      const { agreement } = await session.clients.agreements.getAgreement({ agreementId });
      if (agreement === undefined)
        throw new DomainError('not_found', 'agreements.agreement_not_found', { id: agreementId });
      const data = namedAgreement(agreement);
      return { data, text: stringify(plain(data)).trimEnd() };
    }),
  );
}
