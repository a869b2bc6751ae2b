import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { jsonFault } from './json-fault.js';

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

describe('the first place at which a text is no JSON', () => {
  it.each([
    ['', 0],
    ['{"a":1', 6],
    ['{"a":1]', 6],
    ['{"a" 1}', 5],
    ['{"a":1,}', 7],
    ['[1,]', 3],
    ['[1 2]', 3],
    ['{a:1}', 1],
    ['{"a":01}', 6],
    ['["\\x"]', 1],
    ['1 2', 2],
    [']', 0],
    ['[1}', 2],
    [' nul', 1],
  ])('%s: %d', (text, place) => {
    expect(isJson(text)).toBe(false);
    expect(jsonFault(text)).toBe(place);
  });

  it('is nowhere in what the engine reads', () => {
    fc.assert(
      fc.property(
        fc.json(),
        fc.nat(3),
        (text, indent) => jsonFault(JSON.stringify(JSON.parse(text), null, indent)) === undefined,
      ),
    );
  });

  it('agrees with the engine on every damaged text', () => {
    const text = '{"a":[1,-2.5e3,true,null,"x\\u00e9\\n"],"b":{"c":{},"d":[]}}';
    fc.assert(
      fc.property(fc.nat(text.length - 1), fc.integer({ min: 9, max: 126 }), (place, code) => {
        const changed = text.slice(0, place) + String.fromCharCode(code) + text.slice(place + 1);
        const fault = jsonFault(changed);
        expect(fault === undefined).toBe(isJson(changed));
      }),
      { numRuns: 3_000 },
    );
  });
});
