import path from 'node:path';
import { lineAt, type Fault, type Rule } from '../rule.ts';
import type { Tree } from '../tree.ts';

const ELSEWHERE = /^([a-z][a-z0-9+.-]*:|\/\/)/i;
const LINK = /\]\(\s*<?([^)\s>]+)>?(?:\s+"[^"]*")?\s*\)|^\[[^\]]+\]:\s+(\S+)/gm;
const LINE_ANCHOR = /^L\d+(-L\d+)?$/;

export const linksLeadSomewhere: Rule = {
  name: 'links-lead-somewhere',
  law: 'every relative link and anchor of a document leads to something that exists',
  check: (tree) => tree.files.filter((file) => file.endsWith('.md')).flatMap((file) => deadLinks(tree, file)),
};

function deadLinks(tree: Tree, file: string): readonly Fault[] {
  const text = withoutCode(tree.text(file));
  return [...text.matchAll(LINK)].flatMap((match) => {
    const target = match[1] ?? match[2] ?? '';
    const says = ELSEWHERE.test(target) ? undefined : whyDead(tree, file, target);
    return says === undefined ? [] : [{ file, line: lineAt(text, match.index), says }];
  });
}

function whyDead(tree: Tree, file: string, target: string): string | undefined {
  const [place = '', anchor] = decodeURI(target).split('#');
  const full = place === '' ? file : path.posix.normalize(path.posix.join(path.posix.dirname(file), place));
  if (!tree.has(full)) return `the link ${target} leads nowhere`;
  if (anchor === undefined || anchor === '' || !full.endsWith('.md') || LINE_ANCHOR.test(anchor)) return undefined;
  return anchorsOf(tree.text(full)).has(anchor) ? undefined : `${full} has no heading #${anchor}`;
}

/** Anchors as GitHub makes them from headings; a repeated heading gets -1, -2, … */
function anchorsOf(markdown: string): ReadonlySet<string> {
  const seen = new Map<string, number>();
  const anchors = new Set<string>();
  for (const [, heading = ''] of withoutFences(markdown).matchAll(/^#{1,6}\s+(.+?)\s*#*$/gm)) {
    const slug = heading
      .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replace(/\s/g, '-');
    const times = seen.get(slug) ?? 0;
    seen.set(slug, times + 1);
    anchors.add(times === 0 ? slug : `${slug}-${times}`);
  }
  for (const [, id = ''] of markdown.matchAll(/<a\s+(?:id|name)="([^"]+)"/g)) anchors.add(id);
  return anchors;
}

const blank = (text: string): string => text.replace(/[^\n]/g, ' ');
const withoutFences = (text: string): string => text.replace(/^(```|~~~)[\s\S]*?^\1/gm, blank);
const withoutCode = (text: string): string => withoutFences(text).replace(/`[^`\n]*`/g, blank);
