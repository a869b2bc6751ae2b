import { describe, expect, it } from '@jest/globals';
import { transientFailure } from './storage-failure.js';

const coded = (code: unknown, rest: object = {}): Error => Object.assign(new Error('x'), { code, ...rest });

describe('a failure of the database', () => {
  it.each([
    ['a serialization conflict', coded('40001')],
    ['a deadlock', coded('40P01')],
    ['a lost connection', coded('08006')],
    ['a server that shuts down', coded('57P01')],
    ['a refused connection', coded('ECONNREFUSED')],
    ['an exhausted pool', coded('P2024')],
    [
      'a conflict below a raw query',
      coded('P2010', { meta: { driverAdapterError: { cause: { originalCode: '40001' } } } }),
    ],
    ['a conflict behind causes', new Error('outer', { cause: new Error('inner', { cause: coded('40001') }) })],
  ])('passes: %s', (_name, error) => {
    expect(transientFailure(error)).toMatchObject({ kind: 'unavailable', reason: 'platform.database_unavailable' });
  });

  it.each([
    ['a duplicate key', coded('23505')],
    ['a syntax error', coded('42601')],
    ['a number', coded(40_001)],
    ['nothing', undefined],
    ['a text', '40001'],
    ['an error that causes itself', loop()],
  ])('stays: %s', (_name, error) => {
    expect(transientFailure(error)).toBeUndefined();
  });
});

function loop(): Error {
  const error = new Error('x');
  error.cause = error;
  return error;
}
