import { describe, expect, it } from '@jest/globals';
import { parseInstant, parseRatio } from '@sla/kernel';
import { burnDown } from '../src/adapters/documents/burn-down.js';
import { COLOURS, STYLE, TEXT_ON, type Colour } from '../src/adapters/documents/style.js';
import { FIGURES, WORDS } from '../src/adapters/documents/words.js';
import { writeHtml } from '../src/adapters/documents/write-html.js';
import { windowsDue } from '../src/domain/contract.js';
import { comparedRows, differencesBetween } from '../src/domain/edition.js';
import type { Finding } from '../src/domain/finding.js';
import { contractOf, entryOf, findingOf, missedBy, monthOf } from '../src/domain/web-shop.fixture.js';
import { digest } from './fake-ports.js';
import { reportOf } from './report.js';

const ORDERS = findingOf({
  objectiveId: 'orders',
  unit: 'events',
  good: '1000',
  bad: '0',
  budgetTotal: '5',
  budgetLeft: '5',
});
/** What a reader of one language sees, without markup. */
function seen(html: string, language: 'en' | 'zh-CN'): string {
  const other = language === 'en' ? 'zh-CN' : 'en';
  const main = html.slice(html.indexOf('<main>'));
  return main
    .replaceAll(new RegExp(`<span lang="${other}">[^<]*</span>`, 'g'), '')
    .replaceAll(/<svg.*?<\/svg>/gs, '')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll('\u00a0', ' ')
    .replaceAll(/\s+/g, ' ');
}

describe('the page', () => {
  const restated = missedBy(1_400, {
    revision: 2,
    phase: 'restated',
    restatementReason: 'late outage',
    breachedAt: parseInstant('2026-03-01T03:00:07Z'),
  });
  const before = reportOf([missedBy(60), ORDERS]);
  const after = reportOf(
    [restated, ORDERS],
    {},
    {
      more: {
        bookings: [
          entryOf(),
          entryOf({ id: 'entry-2', corrects: 'entry-1', reason: 'late outage', amountMinor: 480_000n }),
        ],
      },
    },
  );
  const list = differencesBetween(comparedRows(before.body, digest), comparedRows(after.body, digest));
  const html = writeHtml({ ...after, edition: 2, differences: list, previousContentHash: before.contentHash });

  it.each([
    [
      'en',
      [
        'Service report 2026-03 · edition 2',
        '1 of 2 promises kept',
        '1 missed',
        '6,000.00 CNY credits booked',
        'What changed since the edition before',
        'Provider Northwind',
        'late outage',
        'How this was found',
        'How the credit follows',
        'availability-extra',
      ],
    ],
    [
      'zh-CN',
      [
        '服务报告 2026-03 · 版次 2',
        '1 共 2 项承诺达标',
        '1 项未达标',
        '6,000.00 CNY 已入账赔付',
        '与上一版次的差异',
        '服务方 北风',
        'late outage',
        '判定依据',
        '赔付计算',
        'availability-extra',
      ],
    ],
  ] as const)('tells the whole report in %s', (language, parts) => {
    const text = seen(html, language);
    for (const part of parts) expect(text).toContain(part);
  });

  it('names every clause with its tier, and what was booked for it', () => {
    const text = seen(html, 'en');
    expect(text).toMatch(/availability-credit .*The availability 2026-03 · v1 .* 50 % .*booked .* 6,000\.00 CNY/);
    expect(text).toMatch(/availability-extra .*The availability 2026-03 · v1 .* 5 % .* 600\.00 CNY/);
    expect(text).toContain('provider/northwind/service-credits');
    expect(text).toContain('4,800.00 CNY');
  });

  it('carries hashes, versions and traces', () => {
    for (const proof of [
      after.contentHash,
      before.contentHash,
      restated.resultHash,
      restated.evidenceHash,
      restated.traceId,
      '2026.11.0',
      '2026f',
      after.body.contract.contentHash,
    ])
      expect(html).toContain(proof);
  });

  it('tells times by the wall clock of the agreement', () => {
    expect(seen(html, 'en')).toContain('2026-03-01 – 2026-03-31 Asia/Shanghai');
    expect(seen(html, 'en')).toContain('Budget used up 2026-03-01 11:00:07');
  });

  it('is the same for the same report', () => {
    expect(writeHtml(reportOf([missedBy(60), ORDERS]))).toBe(writeHtml(reportOf([missedBy(60), ORDERS])));
  });

  it('asks nobody for anything and runs nothing', () => {
    expect(html).not.toMatch(/<(script|link|img|iframe|object|embed|form|base|video|audio|source|use)\b/i);
    expect(html).not.toMatch(/\b(src|href|action|srcset|on\w+)\s*=/i);
    expect(html).not.toMatch(/url\(|@import|https?:/i);
  });

  it('closes what it opens', () => {
    const open: string[] = [];
    for (const [, slash, name = '', empty] of html.matchAll(/<(\/?)([a-z][a-z0-9]*)[^>]*?(\/?)>/g)) {
      if (['meta', 'input', 'br'].includes(name) || empty === '/') continue;
      if (slash === '') open.push(name);
      else expect(open.pop()).toBe(name);
    }
    expect(open).toEqual([]);
  });

  it('has as many texts in one language as in the other', () => {
    const count = (language: string): number => html.slice(html.indexOf('<main>')).split(`lang="${language}"`).length;
    expect(count('en')).toBe(count('zh-CN'));
    for (const [name, { en, 'zh-CN': zh }] of Object.entries({ ...WORDS, ...FIGURES })) {
      expect([name, en.length > 0, /[\u4e00-\u9fff]/.test(zh)]).toEqual([name, true, true]);
    }
  });
});

describe('a run of outages', () => {
  const page = (outages: number): string => {
    const report = reportOf([missedBy(60)]);
    const rows = report.body.rows.map((row) => ({
      ...row,
      explanation: {
        ...row.explanation,
        children: Array.from({ length: outages }, () => row.explanation.children[0] ?? row.explanation),
      },
    }));
    return writeHtml({ ...report, body: { ...report.body, rows } });
  };

  it.each([
    [7, 'among the other lines', false, false],
    [8, 'in columns', true, false],
    [23, 'in columns', true, false],
    [24, 'folded', true, true],
  ])('of %i stands %s, complete', (outages, _how, columns, folded) => {
    const html = page(outages);
    expect([html.includes('class="outages"'), html.includes('<details>')]).toEqual([columns, folded]);
    expect(html.split('1 h counted.')).toHaveLength(outages + 1);
  });
});

describe('what is not decided', () => {
  const numbers = (...findings: readonly Finding[]): string => {
    const awaited = windowsDue([contractOf()], monthOf(3)).slice(1);
    const text = seen(writeHtml(reportOf(findings, {}, { more: { awaited, complete: false } })), 'en');
    return (
      /(\d+ of \d+ promises kept) (\d+ missed) (\d+ not decided)/.exec(text)?.slice(1).join(', ') ?? text.slice(0, 400)
    );
  };

  it.each<[string, Finding, string]>([
    ['final and met', findingOf(), '1 of 2 promises kept, 0 missed, 1 not decided'],
    ['final and missed', missedBy(60), '0 of 2 promises kept, 1 missed, 1 not decided'],
    ['open and met so far', findingOf({ phase: 'open' }), '0 of 2 promises kept, 0 missed, 2 not decided'],
    [
      'provisional and missed so far',
      missedBy(60, { phase: 'provisional' }),
      '0 of 2 promises kept, 0 missed, 2 not decided',
    ],
    [
      'without evidence',
      findingOf({ verdict: 'insufficient_evidence' }),
      '0 of 2 promises kept, 0 missed, 2 not decided',
    ],
    ['contested', findingOf({ verdict: 'review_required' }), '0 of 2 promises kept, 0 missed, 2 not decided'],
    ['not applicable', findingOf({ verdict: 'not_applicable' }), '0 of 2 promises kept, 0 missed, 1 not decided'],
  ])('is never counted as kept: %s', (_name, finding, expected) => expect(numbers(finding)).toBe(expected));

  it('stands in the table with phase and coverage, also where nothing is known', () => {
    const awaited = windowsDue([contractOf()], monthOf(3)).slice(1);
    const half = findingOf({ phase: 'open', atRisk: true, coverage: parseRatio('1/2') });
    const text = seen(writeHtml(reportOf([half], {}, { more: { awaited, complete: false } })), 'en');
    expect(text).toContain('with open windows');
    expect(text).toMatch(/met so far .*open at risk .*50\.00 %/);
    expect(text).toMatch(/The orders 2026-03 · v1 .*no result yet .*not measured yet/);
  });

  it('shows the range of a credit under review', () => {
    const contested = findingOf({ verdict: 'review_required', low: parseRatio('98/100'), high: parseRatio('1/1') });
    expect(seen(writeHtml(reportOf([contested])), 'en')).toContain('0.00 CNY … 6,000.00 CNY');
  });
});

describe('hostile text', () => {
  const attacks = [
    '<script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    '</style><script>alert(1)</script>',
    '</title><svg/onload=alert(1)>',
    '&lt;b&gt;&#x3C;script&#x3E;',
    '<!--',
  ];
  const tagsOf = (html: string): readonly string[] => html.match(/<[a-z!/][^>]*>/gi) ?? [];

  it.each(attacks)('%s stays text wherever it stands', (attack) => {
    const hostile = { en: `en ${attack}`, 'zh-CN': `中 ${attack}` };
    const finding = (text: string): Finding =>
      missedBy(60, {
        windowLabel: text,
        restatementReason: text,
        traceId: text,
        evaluator: text,
        tz: text,
        evidenceHash: text,
        resultHash: text,
        attainedPercent: text,
        target: text,
        good: text,
        unknown: text,
      });
    const pageOf = (text: string, title: { readonly en: string; readonly 'zh-CN': string }): string => {
      const bookings = [
        entryOf({
          id: text,
          creditId: text,
          reason: text,
          debitAccount: text,
          creditAccount: text,
          corrects: text,
          windowLabel: text,
        }),
      ];
      const differences = [
        { objectiveId: text, windowLabel: text, figure: text, before: text, after: text, reason: text },
      ];
      const report = reportOf(
        [finding(text)],
        { title, objectiveTitle: title },
        { reason: text, differences, more: { bookings, period: text } },
      );
      return writeHtml({ ...report, previousContentHash: text });
    };
    const [harmless, page] = [pageOf('text', { en: 'en', 'zh-CN': '中' }), pageOf(attack, hostile)];
    const shape = (html: string): readonly string[] => tagsOf(html).map((tag) => tag.replaceAll(/"[^"]*"/g, '""'));
    expect(shape(page)).toEqual(shape(harmless));
    expect(page).not.toMatch(/<(script|img)\b/i);
    expect(page.split('</style>')).toHaveLength(2);
  });
});

describe('the burn-down', () => {
  const pathOf = (finding: Finding): string => {
    const [row] = reportOf([finding]).body.rows;
    return row === undefined ? '' : burnDown(row, 'Asia/Shanghai');
  };
  const points = (svg: string): readonly string[] => /<polyline points="([^"]*)"/.exec(svg)?.[1]?.split(' ') ?? [];

  it('is level while nothing is bad', () => {
    const svg = pathOf(findingOf());
    expect(new Set(points(svg).map((point) => point.split(',')[1]))).toEqual(new Set(['8.0']));
    expect(svg).not.toContain('spent');
  });

  it('never rises and never goes back in time', () => {
    const pairs = points(pathOf(missedBy(60))).map((point) => point.split(',').map(Number));
    for (const axis of [0, 1]) {
      const values = pairs.map((pair) => pair[axis] ?? Number.NaN);
      expect(values.toSorted((a, b) => a - b)).toEqual(values);
    }
  });

  it('is red when the budget is overdrawn, and stays inside the picture', () => {
    const svg = pathOf(missedBy(1_400));
    expect(svg).toContain('class="burn spent"');
    for (const point of points(svg)) {
      const [x = Number.NaN, y = Number.NaN] = point.split(',').map(Number);
      expect([x >= 0 && x <= 640, y >= 0 && y <= 140]).toEqual([true, true]);
    }
  });

  it('ends where an open window was judged', () => {
    const middle = Math.floor((monthOf(3).start + monthOf(3).end) / 2) as Finding['window']['end'];
    expect(points(pathOf(findingOf({ phase: 'open', judgedAt: middle }))).at(-1)).toBe('320.0,8.0');
  });

  it.each([
    ['no budget', { budgetTotal: '0', budgetLeft: '0' }],
    ['an empty one', { budgetTotal: '', budgetLeft: '' }],
  ])('is left out with %s', (_name, change) => expect(pathOf(findingOf(change))).toBe(''));
});

describe('the style', () => {
  /** WCAG 2.2, relative luminance and contrast ratio. */
  const luminance = (hex: string): number => {
    const [r = 0, g = 0, b = 0] = [1, 3, 5]
      .map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
      .map((c) => (c <= 0.040_45 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (a: Colour, b: Colour): number => {
    const [dark = 0, light = 0] = [luminance(COLOURS[a]), luminance(COLOURS[b])].sort((x, y) => x - y);
    return (light + 0.05) / (dark + 0.05);
  };

  it.each(TEXT_ON)('%s on %s has a contrast of 4.5 or more', (text, ground) => {
    expect(contrast(text, ground)).toBeGreaterThanOrEqual(4.5);
  });

  it('uses no colour for text that is not in the table of contrasts', () => {
    const used = [...STYLE.matchAll(/(?<=[{;])color:([^;}]+)/g)].map(([, value = '']) => value);
    const known = new Set(TEXT_ON.map(([text]) => `var(--${text})`));
    expect(used.filter((value) => !known.has(value))).toEqual([]);
  });

  it('prints', () => expect(STYLE).toContain('@media print'));
});
