import type { agreementsV1 } from '@sla/contracts';
import type { TextKey } from '@sla/texts';
import type { Answer } from '../answer.js';
import { namedAgreement } from '../output/named.js';
import type { Session } from '../session.js';

/** What became of a version. */
export const versionAnswer = (
  session: Session,
  agreement: agreementsV1.Agreement | undefined,
  version: number,
  outcome: TextKey,
): Answer => ({
  data: agreement === undefined ? {} : { version, agreement: namedAgreement(agreement) },
  tables: [
    [
      [session.text('cli.head_agreement'), session.text('cli.head_version'), session.text('cli.head_outcome')],
      [agreement?.id ?? '', String(version), session.text(outcome)],
    ],
  ],
});
