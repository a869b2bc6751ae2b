import { allPages } from '../pages.js';
import { namedAgreement } from '../output/named.js';
import { versionWord } from '../output/words.js';
import type { Shell } from '../shell.js';

/** slactl get agreements. */
export function addGetAgreements(shell: Shell): void {
  shell.command('agreements', 'get_agreements').action(
    shell.answering(async (session) => {
      const agreements = await allPages(
        (page) => session.clients.agreements.listAgreements({ ...page, party: '' }),
        (page) => page.agreements,
      );
      const heads = ['cli.head_id', 'cli.head_kind', 'cli.head_title', 'cli.head_versions'] as const;
      const rows = agreements.map((agreement) => [
        agreement.id,
        agreement.kind,
        session.pick(agreement.title),
        agreement.versions.map(({ number, state }) => `v${number} ${versionWord(session, state)}`).join(', '),
      ]);
      return { data: agreements.map(namedAgreement), tables: [[heads.map((key) => session.text(key)), ...rows]] };
    }),
  );
}
