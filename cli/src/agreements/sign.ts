import { createHash } from 'node:crypto';
import type { agreementsV1 } from '@sla/contracts';
import { DomainError } from '@sla/kernel';
import { readKey, signDetached } from '../keys/key-file.js';
import type { Session } from '../session.js';
import type { Shell } from '../shell.js';
import { versionNumber } from '../version-number.js';
import { versionAnswer } from './version-answer.js';

/** slactl sign. */
export function addSign(shell: Shell): void {
  shell
    .command('sign <agreement> <version>', 'sign')
    .requiredOption('--key <file>', shell.text('cli.option_key'))
    .action(
      shell.answering(async (session, agreementId: string, text: string, { key }: { readonly key: string }) => {
        const version = versionNumber(text);
        const agreement = await sign(session, agreementId, version, key);
        return versionAnswer(session, agreement, version, 'cli.outcome_signed');
      }),
    );
}

/** Signs with a local key: what is signed is hashed here, from the terms themselves. */
async function sign(
  session: Session,
  agreementId: string,
  version: number,
  keyFile: string,
): Promise<agreementsV1.Agreement | undefined> {
  const { party = '' } = session.context;
  if (party === '') throw new DomainError('invalid_argument', 'cli.no_party');
  const key = readKey(keyFile);
  const { agreements } = session.clients;
  const contentHash = await hashToSign(session, agreementId, version);
  await agreements.registerSigningKey({
    party,
    keyId: key.keyId,
    publicJwk: JSON.stringify(key.publicJwk),
    requestId: '',
  });
  const jws = signDetached(contentHash, key);
  const { agreement } = await agreements.signVersion({ agreementId, version, keyId: key.keyId, jws, requestId: '' });
  return agreement;
}

/** @throws DomainError when the terms do not hash to what the service says of them. */
async function hashToSign(session: Session, agreementId: string, version: number): Promise<string> {
  const { agreements } = session.clients;
  const { agreement } = await agreements.getAgreement({ agreementId });
  const stated = agreement?.versions.find(({ number }) => number === version)?.contentHash;
  if (stated === undefined) throw new DomainError('not_found', 'cli.no_version', { agreement: agreementId, version });
  const { canonicalJson } = await agreements.getTerms({ contentHash: stated });
  const computed = createHash('sha256').update(canonicalJson).digest('hex');
  if (computed !== stated) throw new DomainError('failed_precondition', 'cli.hash_differs', { stated, computed });
  return computed;
}
