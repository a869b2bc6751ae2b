import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe } from '@jest/globals';

/** Real data lies beside the repository and is never part of it (see docs/guides/slactl.md); without it these suites are skipped, and counted as skipped. */
const dir = path.resolve(process.env['SLA_DATA_DIR'] ?? path.join(import.meta.dirname, '../../../../../shared/data'));

export const dataFile = (...names: readonly string[]): string => path.join(dir, ...names);
export const describeWithData = (name: string): typeof describe.skip =>
  existsSync(dataFile(name)) ? describe : describe.skip;
