import { compare as order, DomainError, formatDecimal, multiply, ratio, subtract, ZERO, type Ratio } from '@sla/kernel';
import { CaseInputs, exactOf } from './case-inputs.ts';
import { failedCase, unknownKind, type CaseResult, type RunCases } from './case-file.ts';
import { AnyOf, type Answer } from './case-answer.ts';
import { ANSWERS } from './slo-answers.ts';
import { WRONG_RULES } from './slo-wrong-rules.ts';

interface SloCase {
  readonly id: string;
  readonly topic: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly expected: unknown;
  readonly tolerance?: number;
}

export const run: RunCases = function* (content) {
  for (const each of content as readonly SloCase[]) yield compareCase(each);
};

function compareCase({ id, topic, inputs, expected, tolerance = 0 }: SloCase): CaseResult {
  const question = { topic, inputs, expected };
  const answer = ANSWERS[topic];
  if (answer === undefined) return unknownKind(id, topic, question);
  const within = exactOf(tolerance);
  const given = new CaseInputs(inputs);
  try {
    const got = answer(given);
    const agree = agrees(got, expected, within);
    const reason = agree ? undefined : wrongRuleOf(topic, given, expected, within);
    return {
      id,
      agree,
      expected: JSON.stringify(expected),
      got: shown(got),
      inputs: question,
      ...(reason === undefined ? {} : { reason }),
    };
  } catch (error) {
    // A refusal is an answer: what others compute from it may be wrong by their own rule.
    const reason = error instanceof DomainError ? wrongRuleOf(topic, given, expected, within) : undefined;
    return {
      ...failedCase(id, JSON.stringify(expected), error, question),
      ...(reason === undefined ? {} : { reason }),
    };
  }
}

function wrongRuleOf(topic: string, given: CaseInputs, expected: unknown, within: Ratio): string | undefined {
  return WRONG_RULES.find((rule) => {
    const got = rule.topic === topic ? rule.compute(given) : undefined;
    return got !== undefined && agrees(got, expected, within);
  })?.reason;
}

/** Numbers agree within the tolerance of the case, everything else exactly; of an object every published member is asked. */
function agrees(got: Answer, expected: unknown, within: Ratio): boolean {
  if (got instanceof AnyOf) return Object.values(got.figures).some((figure) => agrees(figure, expected, within));
  if (typeof expected === 'number') return isRatio(got) && isClose(got, exactOf(expected), within);
  if (Array.isArray(expected)) {
    if (!Array.isArray(got) || got.length !== expected.length) return false;
    return expected.every((part, i) => agrees(got[i] as Answer, part, within));
  }
  if (typeof expected === 'object' && expected !== null) {
    const members = got as Readonly<Record<string, Answer>>;
    return Object.entries(expected).every(([name, part]) => agrees(members[name], part, within));
  }
  return got === expected;
}

const isRatio = (value: unknown): value is Ratio => typeof value === 'object' && value !== null && 'den' in value;

function isClose(got: Ratio, expected: Ratio, within: Ratio): boolean {
  const distance = subtract(got, expected);
  const magnitude = order(distance, ZERO) < 0 ? multiply(distance, ratio(-1n)) : distance;
  return order(magnitude, within) <= 0;
}

function shown(value: Answer): string {
  if (value === undefined) return 'no data';
  if (value instanceof AnyOf) return `one of ${shown(value.figures)}`;
  if (isRatio(value)) return value.den === 1n ? String(value.num) : formatDecimal(value, 12, 'half_even');
  if (Array.isArray(value)) return `[${value.map((part) => shown(part as Answer)).join(', ')}]`;
  if (typeof value === 'object')
    return `{${Object.entries(value)
      .map(([name, part]) => `${name}: ${shown(part)}`)
      .join(', ')}}`;
  return String(value);
}
