import { describe, expect, it } from '@jest/globals';
import { InvariantError } from '@sla/kernel';
import { parametersOf, render, tryRender } from './render.js';

describe('texts with parameters', () => {
  it('prints values as they are', () => {
    const params = { objective: 'checkout', window: '2026-10', attained: '99.8427', target: '99.9' };
    expect(render('explain.verdict_missed', params, 'en')).toBe(
      'checkout missed its promise in 2026-10: 99.8427 % instead of at least 99.9 %.',
    );
    expect(render('explain.verdict_missed', params, 'zh-CN')).toBe(
      'checkout 在 2026-10 未达标：99.8427%，目标不低于 99.9%。',
    );
  });

  it('prints durations in the words of the language, exact to the millisecond', () => {
    const params = { total: '2678400', used: '4212000', left: '-1533600' };
    expect(render('explain.budget_ms', params, 'en')).toBe(
      'The window bears 44 min 38.4 s of bad time; 1 h 10 min 12 s used, −25 min 33.6 s left.',
    );
    expect(render('explain.budget_ms', params, 'zh-CN')).toContain('剩余 −25分33.6秒');
  });

  it('groups the digits of counts', () => {
    const params = { total: '1000', used: '1942', left: '-942' };
    expect(render('explain.budget_events', params, 'en')).toBe(
      'These events bear 1,000 bad ones; 1,942 used, −942 left.',
    );
  });

  it.each([
    ['1', '1 bad event at 2026-10-06T05:56:11Z.'],
    ['2', '2 bad events at 2026-10-06T05:56:11Z.'],
  ])('chooses the word for %s', (counted, text) => {
    expect(render('explain.outage_events', { counted, start: '2026-10-06T05:56:11Z' }, 'en')).toBe(text);
  });

  it('never leaves a hole in a sentence', () => {
    expect(() => render('explain.breached_at', {}, 'en')).toThrow(InvariantError);
  });

  it('does not know the keys of another release', () => {
    expect(tryRender('explain.of_tomorrow', {}, 'en')).toBeUndefined();
    expect(tryRender('explain.breached_at', { at: 'noon' }, 'en')).toBe('The budget was used up at noon.');
  });

  it('names the parameters of a template, whatever their format', () => {
    expect([...parametersOf('{a} {b:span} {c:count} {d,one|many}')]).toEqual(['a', 'b', 'c', 'd']);
  });
});
