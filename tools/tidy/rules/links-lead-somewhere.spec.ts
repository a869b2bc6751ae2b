import { describe, expect, it } from '@jest/globals';
import { saidOf } from './fires.ts';
import { linksLeadSomewhere } from './links-lead-somewhere.ts';

const said = (text: string): readonly string[] =>
  saidOf(linksLeadSomewhere, {
    'docs/a.md': text,
    'docs/b.md': '# The `big` house, in 5 minutes\n## Twice\n## Twice\n## 时间\n```\n# not a heading\n```\n',
    'docs/adr/c.md': '',
    'README.md': '',
  });

describe('links', () => {
  it.each([
    ['a file beside', '[b](b.md)', []],
    ['a folder', '[adr](adr) and [adr](adr/)', []],
    ['a file above', '[r](../README.md)', []],
    ['the web', '[w](https://example.org/nowhere) [m](mailto:a@example.org)', []],
    ['a heading', '[b](b.md#the-big-house-in-5-minutes)', []],
    ['the second heading of that name', '[b](b.md#twice-1)', []],
    ['a Chinese heading', '[b](b.md#时间)', []],
    ['a heading of its own', '# Here\n[x](#here)', []],
    ['an example in code', '`[x](nowhere.md)`\n```\n[x](nowhere.md)\n```', []],
    ['no file', '\n[x](nowhere.md)', ['docs/a.md:2: the link nowhere.md leads nowhere']],
    ['no picture', '![x](images/x.png)', ['docs/a.md:1: the link images/x.png leads nowhere']],
    ['no heading', '[x](b.md#thrice)', ['docs/a.md:1: docs/b.md has no heading #thrice']],
    ['a heading that is code', '[x](b.md#not-a-heading)', ['docs/a.md:1: docs/b.md has no heading #not-a-heading']],
    ['no heading of its own', '[x](#there)', ['docs/a.md:1: docs/a.md has no heading #there']],
    ['a reference', '[x]: nowhere.md', ['docs/a.md:1: the link nowhere.md leads nowhere']],
  ])('%s', (_name, text, expected) => {
    expect(said(text)).toEqual(expected);
  });
});
