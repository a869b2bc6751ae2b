/** A file of cases and what maps it. */
export interface Mapping {
  /** `cases`: SLA_CASES_DIR, `data`: SLA_DATA_DIR. */
  readonly where: 'cases' | 'data';
  /** Name of the file, or of the folder and the file in it. */
  readonly file: string;
  /** Module in this folder that exports `run: RunCases`. */
  readonly module: string;
}

/** One row per file of facts. */
export const MAPPINGS: readonly Mapping[] = [
  { where: 'cases', file: 'business-time.json', module: 'business-time.ts' },
  { where: 'cases', file: 'slo.json', module: 'slo.ts' },
  { where: 'cases', file: 'credits.json', module: 'credits.ts' },
  { where: 'data', file: 'calendars/cn_expected.json', module: 'calendars.ts' },
  { where: 'data', file: 'gcp-incidents/expected.json', module: 'gcp.ts' },
  { where: 'data', file: 'nab/expected.json', module: 'nab.ts' },
];
