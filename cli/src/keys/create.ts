import { generateKeyPairSync } from 'node:crypto';
import { existsSync } from 'node:fs';
import { DomainError } from '@sla/kernel';
import { writeOutput } from '../input/files.js';
import type { Shell } from '../shell.js';
import { thumbprint, type KeyFile } from './key-file.js';

/** slactl keygen: the private half is written to a file that only its owner may read, and printed nowhere. */
export function addKeygen(shell: Shell): void {
  shell.command('keygen <file> <key-id>', 'keygen').action(
    shell.answering((session, file: string, keyId: string) => {
      const { publicJwk } = createKey(file, keyId);
      const print = thumbprint(publicJwk);
      return {
        data: { file, keyId, publicJwk, thumbprint: print },
        text: `${file}: ${session.text('cli.key_made', { keyId, thumbprint: print })}`,
      };
    }),
  );
}

function createKey(file: string, keyId: string): KeyFile {
  if (existsSync(file)) throw new DomainError('already_exists', 'cli.key_exists', { file });
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const key = {
    keyId,
    publicJwk: publicKey.export({ format: 'jwk' }) as KeyFile['publicJwk'],
    privateJwk: privateKey.export({ format: 'jwk' }) as KeyFile['privateJwk'],
  };
  writeOutput(file, `${JSON.stringify(key, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
  return key;
}
