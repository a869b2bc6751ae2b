import { createHash } from 'node:crypto';
import { closeSync, openSync, renameSync, writeSync } from 'node:fs';
import { fileFault } from '../input/files.js';
import { newest } from '../determinations/key.js';
import type { Session } from '../session.js';
import type { Shell } from '../shell.js';
import type { measurementV1 as m } from '@sla/contracts';

/** slactl evidence. */
export function addEvidence(shell: Shell): void {
  shell
    .command('evidence <agreement> <objective> <window>', 'evidence')
    .requiredOption('--file <file>', shell.text('cli.option_file'))
    .action(
      shell.answering(
        async (session, agreement: string, objective: string, window: string, options: { readonly file: string }) => {
          const saved = await save(session, newest(agreement, objective, window), options.file);
          return { data: saved, text: session.text('cli.evidence_saved', { file: saved.file, bytes: saved.bytes }) };
        },
      ),
    );
}

interface Saved {
  readonly file: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** A stream that breaks off leaves no file that looks whole. */
async function save(session: Session, key: m.DeterminationKey, file: string): Promise<Saved> {
  const partial = `${file}.partial`;
  const hash = createHash('sha256');
  let [bytes, descriptor] = [0, undefined as number | undefined];
  try {
    for await (const { chunk } of session.clients.measurement.exportEvidence({ key })) {
      descriptor ??= openSync(partial, 'w');
      writeSync(descriptor, chunk);
      hash.update(chunk);
      bytes += chunk.length;
    }
    if (descriptor !== undefined) {
      closeSync(descriptor);
      descriptor = undefined;
      renameSync(partial, file);
    }
  } catch (error) {
    throw fileFault(error, file);
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
  return { file, bytes, sha256: hash.digest('hex') };
}
