import { describe, expect, it } from '@jest/globals';
import { measurementV1 as m, reportingV1 as r } from '@sla/contracts';
import { Session } from '../session.js';
import { amountText, creditsText, shareText, verdictWord } from './words.js';

const [en, zh] = [new Session('en', undefined), new Session('zh-CN', undefined)];

describe('words for people', () => {
  it.each([
    ['final and met', m.Phase.FINAL, m.Verdict.MET, false, '✓ met', '✓ 达标'],
    ['restated and met', m.Phase.RESTATED, m.Verdict.MET, true, '✓ met', '✓ 达标'],
    ['open: nothing is met yet', m.Phase.OPEN, m.Verdict.MET, false, '… within budget', '… 预算内'],
    ['open and near the limit', m.Phase.OPEN, m.Verdict.MET, true, '▲ at risk', '▲ 有风险'],
    ['provisional and near the limit', m.Phase.PROVISIONAL, m.Verdict.MET, true, '▲ at risk', '▲ 有风险'],
    ['open and missed already', m.Phase.OPEN, m.Verdict.MISSED, true, '✗ missed', '✗ 未达标'],
    [
      'too little evidence',
      m.Phase.FINAL,
      m.Verdict.INSUFFICIENT_EVIDENCE,
      false,
      '? insufficient evidence',
      '? 证据不足',
    ],
    ['a verdict of a newer release', m.Phase.FINAL, 99 as m.Verdict, false, 'unknown (99)', '未知（99）'],
  ])('%s', (_name, phase, verdict, atRisk, english, chinese) => {
    expect(verdictWord(en, { phase, verdict, atRisk })).toBe(english);
    expect(verdictWord(zh, { phase, verdict, atRisk })).toBe(chinese);
  });

  it.each([
    ['all', '1', '1', '100.00 %'],
    ['just less than all: never 100', '999999', '1000000', '99.99 %'],
    ['nothing', '0', '5', '0.00 %'],
    ['of no time', '0', '0', '–'],
  ])('a share of %s', (_name, numerator, denominator, expected) =>
    expect(shareText({ numerator, denominator })).toBe(expected),
  );

  it.each([
    ['a span', '5400000', m.Unit.MILLISECONDS, '1 h 30 min', '1小时30分'],
    ['a negative span', '-60000', m.Unit.MILLISECONDS, '−1 min', '−1分'],
    ['events', '1234567', m.Unit.EVENTS, '1,234,567', '1,234,567'],
    ['no figure', '', m.Unit.EVENTS, '–', '–'],
  ])('%s', (_name, amount, unit, english, chinese) => {
    expect(amountText(en, amount, unit)).toBe(english);
    expect(amountText(zh, amount, unit)).toBe(chinese);
  });

  it('tells every credit of an objective', () => {
    const money = (amountMinor: bigint) => ({ amountMinor, currency: 'EUR' });
    const credit = (state: r.CreditState, amount: bigint) => ({
      creditId: 'c',
      state,
      percent: '',
      amount: money(amount),
      low: money(0n),
      high: money(amount),
    });
    const list = [credit(r.CreditState.ISSUED, 123_456n), credit(r.CreditState.PENDING_REVIEW, 500n)];
    expect(creditsText(en, list)).toBe('1,234.56 EUR + under review 0.00 EUR … 5.00 EUR');
    expect(creditsText(zh, list)).toBe('1,234.56 EUR + 待裁定 0.00 EUR … 5.00 EUR');
    expect(creditsText(en, [])).toBe('–');
  });
});
