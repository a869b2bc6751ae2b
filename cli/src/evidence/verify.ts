import { verifyBundle, type VerificationFinding } from '@sla/engine';
import { nodeDigest } from '@sla/platform/client';
import type { Answer } from '../answer.js';
import { EXIT } from '../exit-codes.js';
import { readInput } from '../input/files.js';
import type { Session } from '../session.js';
import type { Shell } from '../shell.js';
import { brokenMembers } from './members.js';
import { placeText, refusalText } from './place-text.js';
import { readBundle } from './read-bundle.js';

/** slactl verify: reads the file and nothing else; no server, no context. */
export function addVerify(shell: Shell): void {
  shell
    .command('verify <file>', 'verify')
    .action(shell.answering((session, file: string) => verify(session, file, readInput(file))));
}

/** Computes the determination of a bundle again and says in the language of the session what was proven, or what differs. */
export function verify(session: Session, file: string, bytes: Uint8Array): Answer {
  const reading = readBundle(bytes);
  if (!reading.ok) {
    const what = session.text(reading.fault === 'json' ? 'cli.what_json' : 'cli.what_form', { place: reading.byte });
    const found = { what, expected: session.text('cli.json_expected'), got: session.text('cli.unreadable') };
    return failed(session, file, [found]);
  }
  const verification = verifyBundle(reading.bundle, nodeDigest);
  if (!verification.ok) return failed(session, file, located(session, verification.findings, reading.bundle));
  const heads = [session.text('cli.head_figure'), session.text('cli.head_value')];
  return {
    data: { ok: true, figures: verification.figures },
    text: session.text('cli.verified', { file }),
    tables: [[heads, ...Object.entries(verification.figures)]],
  };
}

/** Where a bundle could not be read at all, the members that keep it from being read are named first. */
function located(
  session: Session,
  findings: readonly VerificationFinding[],
  bundle: unknown,
): readonly VerificationFinding[] {
  const unreadable = findings.some(({ what }) => what === 'bundle');
  const broken = unreadable ? brokenMembers(bundle, nodeDigest) : [];
  const named = broken.map(({ path, expected, got }) => ({ what: `member ${path}`, expected, got }));
  return [...named, ...findings].map(({ what, expected, got }) => ({
    what: placeText(session, what),
    expected,
    got: refusalText(session, got),
  }));
}

function failed(session: Session, file: string, findings: readonly VerificationFinding[]): Answer {
  const [first] = findings;
  const heads = ['cli.head_what', 'cli.head_stated', 'cli.head_computed'] as const;
  const params = { file, count: findings.length, what: first?.what ?? '' };
  return {
    data: { ok: false, findings },
    text: session.text('cli.verification_failed', params),
    tables: [
      [heads.map((key) => session.text(key)), ...findings.map(({ what, expected, got }) => [what, expected, got])],
    ],
    exitCode: EXIT.verificationFailed,
  };
}
