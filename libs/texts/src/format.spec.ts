import { describe, expect, it } from '@jest/globals';
import { formatSpan, groupDigits } from './format.js';

describe('durations for people', () => {
  it.each([
    [0, '0 s', '0秒'],
    [1, '0.001 s', '0.001秒'],
    [999, '0.999 s', '0.999秒'],
    [1_500, '1.5 s', '1.5秒'],
    [60_000, '1 min', '1分'],
    [61_000, '1 min 1 s', '1分1秒'],
    [3_600_000, '1 h', '1小时'],
    [86_400_000, '1 d', '1天'],
    [93_784_005, '1 d 2 h 3 min 4.005 s', '1天2小时3分4.005秒'],
    [-1_533_600, '−25 min 33.6 s', '−25分33.6秒'],
    [9_007_199_254_740_993n, '104249991 d 8 h 59 min 0.993 s', '104249991天8小时59分0.993秒'],
  ])('%p ms', (ms, en, zh) => {
    expect(formatSpan(ms, 'en')).toBe(en);
    expect(formatSpan(ms, 'zh-CN')).toBe(zh);
  });
});

describe('digits in groups', () => {
  it.each([
    ['0', '0'],
    ['999', '999'],
    ['1000', '1,000'],
    ['1234567.8901', '1,234,567.8901'],
    ['-942', '−942'],
    ['-1234567', '−1,234,567'],
  ])('%s', (decimal, text) => expect(groupDigits(decimal)).toBe(text));
});
