import { agreementsV1 } from '@sla/contracts';
import type { Answer } from '../answer.js';
import { EXIT } from '../exit-codes.js';
import { readInput } from '../input/files.js';
import type { Session } from '../session.js';
import type { Shell } from '../shell.js';

/** slactl apply: all documents are checked before the first is stored. */
export function addApply(shell: Shell): void {
  shell
    .command('apply <files...>', 'apply')
    .action(shell.answering((session, files: readonly string[]) => apply(session, files)));
}

const format = agreementsV1.DocumentFormat.UNSPECIFIED;

async function apply(session: Session, files: readonly string[]): Promise<Answer> {
  const documents = files.map((file) => ({ file, document: readInput(file) }));
  const faults = await faultsOf(session, documents);
  if (faults.length > 0) return faultAnswer(session, files, faults);
  const stored = [];
  for (const { file, document } of documents) {
    const { agreement, version, changed } = await session.clients.agreements.applyDocument({
      document,
      format,
      requestId: '',
      etag: '',
    });
    stored.push({ file, agreement: agreement?.id ?? '', version, changed });
  }
  const heads = ['cli.head_file', 'cli.head_agreement', 'cli.head_version', 'cli.head_outcome'] as const;
  const rows = stored.map(({ file, agreement, version, changed }) => [
    file,
    agreement,
    String(version),
    session.text(changed ? 'cli.outcome_stored' : 'cli.outcome_unchanged'),
  ]);
  return { data: stored, tables: [[heads.map((key) => session.text(key)), ...rows]] };
}

interface Fault extends agreementsV1.DocumentFinding {
  readonly file: string;
}

async function faultsOf(
  session: Session,
  documents: readonly { readonly file: string; readonly document: Buffer }[],
): Promise<readonly Fault[]> {
  const faults: Fault[] = [];
  for (const { file, document } of documents) {
    const { findings } = await session.clients.agreements.validateDocument({ document, format });
    faults.push(...findings.map((finding) => ({ ...finding, file })));
  }
  return faults;
}

function faultAnswer(session: Session, files: readonly string[], faults: readonly Fault[]): Answer {
  const heads = ['cli.head_file', 'cli.head_line', 'cli.head_column', 'cli.head_field', 'cli.head_fault'] as const;
  const rows = faults.map((fault) => [
    fault.file,
    String(fault.line),
    String(fault.column),
    fault.field,
    session.pick(fault.text) || fault.reason,
  ]);
  return {
    data: { faults },
    text: session.text('cli.document_faults', { count: faults.length, files: files.join(', ') }),
    tables: [[heads.map((key) => session.text(key)), ...rows]],
    exitCode: EXIT.usage,
  };
}
