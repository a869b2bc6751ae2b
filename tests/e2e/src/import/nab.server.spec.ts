import { readdirSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { slactl, slactlJson } from '../suite/slactl.js';
import { Suite } from '../suite/suite.js';
import { dataFile, describeWithData } from './data.js';

interface Expected {
  readonly rows: number;
  readonly first: string;
  readonly last: string;
  readonly modal_step_s: number;
  readonly irregular_steps: number;
  readonly duplicate_or_backwards: number;
}
interface Imported {
  readonly file: {
    readonly rows: number;
    readonly first: string;
    readonly last: string;
    readonly modalStepMs: number;
    readonly irregularSteps: number;
    readonly backwardSteps: number;
  };
  readonly samples: number;
  readonly accepted: number;
  readonly duplicates: number;
  readonly conflicting: number;
}
interface Described {
  readonly samples: string;
  readonly duplicates: string;
  readonly conflicts: string;
  readonly modalStepMs: string;
  readonly gaps: readonly {
    readonly afterTime: string;
    readonly beforeTime: string;
    readonly missingSamples: string;
  }[];
}

const utc = (stamp: string): string => `${stamp.replace(' ', 'T')}Z`;
const seriesOf = (name: string): string => `nab.${(name.split('/')[1] ?? '').replace('.csv', '').toLowerCase()}`;
const fileOf = (name: string): string => dataFile('nab', 'data', `${name}.gz`);

/** Steps above 1.5 times the most frequent one, worked out from the file alone. */
function gapsIn(file: string): readonly (readonly [string, string])[] {
  const lines = gunzipSync(readFileSync(file)).toString('utf8').trim().split('\n').slice(1);
  const stamps = [...new Set(lines.map((line) => utc(line.split(',')[0] ?? '')))].sort();
  const steps = stamps.slice(1).map((stamp, i) => Date.parse(stamp) - Date.parse(stamps[i] ?? ''));
  const [modal = 0] = [...new Set(steps)].sort((a, b) => count(steps, b) - count(steps, a));
  return steps.flatMap((step, i) => (step > 1.5 * modal ? [[stamps[i] ?? '', stamps[i + 1] ?? ''] as const] : []));
}

const count = (steps: readonly number[], step: number): number => steps.filter((other) => other === step).length;

describeWithData('nab')('real series with gaps, clock changes and duplicates', () => {
  let suite: Suite;
  let context: string;
  const all = JSON.parse(readFileSync(dataFile('nab', 'expected.json'), 'utf8')) as Readonly<Record<string, Expected>>;

  beforeAll(async () => {
    suite = await Suite.start();
    context = await suite.contextFile('probes');
  }, 300_000);

  afterAll(() => suite.stop());

  const words = (name: string): readonly string[] => [
    'import',
    'values',
    fileOf(name),
    '--source',
    seriesOf(name),
    '--series',
    seriesOf(name),
    '--time-zone',
    'UTC',
    '--resolution',
    '0.000000001',
    '--rounding',
    'half_even',
    '--on-conflict',
    'keep_first',
  ];

  it('knows every file', () => {
    const files = ['realAWSCloudwatch', 'realKnownCause'].flatMap((dir) =>
      readdirSync(dataFile('nab', 'data', dir)).map((file) => `${dir}/${file.replace(/[.]gz$/, '')}`),
    );
    expect(files.sort()).toEqual(Object.keys(all).sort());
  });

  it.each(Object.entries(all))('%s', async (name, expected) => {
    const imported = await slactlJson<Imported>(context, ...words(name));
    expect(imported.file).toMatchObject({
      rows: expected.rows,
      first: utc(expected.first),
      last: utc(expected.last),
      modalStepMs: expected.modal_step_s * 1_000,
      irregularSteps: expected.irregular_steps,
      backwardSteps: expected.duplicate_or_backwards,
    });
    const described = await slactlJson<Described>(
      await suite.contextFile('operator'),
      'describe',
      'series',
      seriesOf(name),
    );
    const repeated = Number(described.duplicates) + Number(described.conflicts);
    // Each instant counts once; a gap is told and never filled.
    expect(Number(described.samples)).toBe(expected.rows - repeated);
    expect(imported.accepted).toBe(Number(described.samples));
    expect(described.gaps.map(({ afterTime, beforeTime }) => [afterTime, beforeTime])).toEqual(gapsIn(fileOf(name)));
  });

  it('refuses stamps without an offset when no zone is named', async () => {
    const [name = ''] = Object.keys(all);
    const { exitCode, stderr } = await slactl(
      context,
      ...words(name).filter((word) => !/^(--time-zone|UTC)$/.test(word)),
    );
    expect(exitCode).toBe(2);
    expect(stderr).toContain('--time-zone');
  });

  it('refuses values finer than the declared resolution when nobody says how to round', async () => {
    const [name = ''] = Object.keys(all);
    const plain = words(name).filter((word) => !/^(--rounding|half_even)$/.test(word));
    const { exitCode, stderr } = await slactl(context, ...plain);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('--rounding');
  });
});
