import { describe, expect, it } from '@jest/globals';
import { DomainError } from '@sla/kernel';
import { MAX_REASON, readReason } from './reason.js';

const refusalOf = (text: string): unknown => {
  try {
    return readReason(text);
  } catch (error) {
    if (error instanceof DomainError) return [error.reason, error.violations[0]?.field];
    throw error;
  }
};

describe('the reason of a report', () => {
  it.each([
    ['none', '', ''],
    ['only space', ' \n ', ''],
    ['trimmed', '  the customer asked\n', 'the customer asked'],
    ['in two lines', 'one\ntwo', 'one\ntwo'],
    ['Chinese', '客户要求', '客户要求'],
    ['as long as may be', 'x'.repeat(MAX_REASON), 'x'.repeat(MAX_REASON)],
  ])('%s', (_name, text, expected) => expect(readReason(text)).toBe(expected));

  it.each([
    ['one too long', 'x'.repeat(MAX_REASON + 1), 'reporting.reason_too_long'],
    ['with a zero', 'a\u0000b', 'reporting.reason_not_text'],
    ['with an escape', 'a\u001b[31mb', 'reporting.reason_not_text'],
  ])('%s is refused', (_name, text, reason) => expect(refusalOf(text)).toEqual([reason, 'reason']));
});
