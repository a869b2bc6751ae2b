import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Jest reporter: one small result file per project and suite in <project>/.results, which `npm test` sums at the end. */
export default class ResultFile {
  constructor(globalConfig, options) {
    this.rootDir = globalConfig.rootDir;
    this.suite = options.suite;
  }

  onRunComplete(_contexts, results) {
    const { name } = JSON.parse(readFileSync(path.join(this.rootDir, 'package.json'), 'utf8'));
    const dir = path.join(this.rootDir, '.results');
    mkdirSync(dir, { recursive: true });
    const file = path.join(dir, `${this.suite}.json`);
    const skipped = results.testResults.flatMap((f) =>
      f.testResults.filter((t) => t.status === 'pending' || t.status === 'todo').map((t) => t.fullName),
    );
    writeFileSync(
      file,
      JSON.stringify({
        name: `${name} ${this.suite}`,
        passed: results.numPassedTests,
        failed: results.numFailedTests + results.numRuntimeErrorTestSuites,
        skipped: results.numPendingTests + results.numTodoTests,
        skippedNames: skipped,
      }) + '\n',
    );
  }
}
