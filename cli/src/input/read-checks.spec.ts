import { afterAll, describe, expect, it } from '@jest/globals';
import { measurementV1 as m } from '@sla/contracts';
import { all, InputFolder, refusal } from './input.fixture.js';
import { readChecks } from './read-checks.js';

const folder = new InputFolder();
afterAll(() => folder.remove());
const read = (...lines: readonly string[]) =>
  readChecks(folder.file('checks.csv', ['checked_at,slug,status,http_code', ...lines].join('\n')));

describe('checks of a status page', () => {
  it('have an instant, a site and a state', async () => {
    const checks = await all(
      read(
        '2026-03-01T00:00:00Z,shop,up,200',
        '2026-03-01T08:00:01+08:00,shop,down,0',
        '2026-03-01 00:00:02Z,shop,degraded,200',
      ),
    );
    expect(checks.map(({ at, slug, state }) => [at - Date.UTC(2026, 2, 1), slug, state])).toEqual([
      [0, 'shop', m.State.UP],
      [1_000, 'shop', m.State.DOWN],
      [2_000, 'shop', m.State.DEGRADED],
    ]);
  });

  it.each([
    ['a time without an offset', '2026-03-01T00:00:00,shop,up', 'cli.time_without_offset'],
    ['a day that does not exist', '2026-02-30T00:00:00Z,shop,up', 'cli.time_malformed'],
    ['a time finer than a millisecond', '2026-03-01T00:00:00.0001Z,shop,up', 'cli.time_malformed'],
    ['NaN for a time', 'NaN,shop,up', 'cli.time_malformed'],
    ['a state that nobody knows', '2026-03-01T00:00:00Z,shop,UP', 'cli.status_unknown'],
    ['a site without a name', '2026-03-01T00:00:00Z,,up', 'cli.cell_missing'],
  ])('%s is refused with its line; what came before is kept', async (_name, line, reason) => {
    const { before, fault } = await refusal(read('2026-03-01T00:00:00Z,shop,up', line));
    expect(before.length).toBe(1);
    expect(fault).toMatchObject({ reason, params: { line: 3 } });
  });
});
