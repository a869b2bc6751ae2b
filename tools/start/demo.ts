import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { reportingV1 as r } from '@sla/contracts';
import { root } from '../bootstrap/bootstrap.mjs';
import { inWords, say } from '../bootstrap/say.mjs';
import { deliveriesOf } from '../demo/deliveries.ts';
import { readDocument, truthOf, type TruthRow } from '../demo/truth.ts';
import { DEFAULT_SEED, planWorld } from '../demo/world.ts';
import { clientsOf, type Clients } from './clients.ts';
import { differences } from './compare.ts';
import type { StartOptions } from './options.ts';
import { complianceRows, saidOf } from './picture.ts';
import { printJson, printText } from './print.ts';
import { proportionalMemoryMiB } from './processes.ts';
import { replay, untilSettled } from './replay.ts';
import { SAMPLES, seedAgreement } from './seed.ts';
import { local, type Stack } from './stack.ts';

const SETTLE_WITHIN_MS = 180_000;
const stampFile = path.join(local, 'demo.json');

/** What is kept of a replay, so that the next start does not send it again. */
export interface Stamp {
  readonly seed: number;
  readonly asOf?: number;
  readonly samples: number;
  readonly sentInSeconds: number;
}

/** Fills the suite with the sample world, holds it against the ground truth and shows it; answers the number of differences. */
export async function showDemo(stack: Stack, options: StartOptions, startedAt: number): Promise<number> {
  const provider = await clientsOf(stack, 'northwind', options.lang);
  const operator = await clientsOf(stack, 'operator', options.lang);
  const stamp = await fill(stack, provider, options);
  await untilSettled(operator, SETTLE_WITHIN_MS);
  await untilReported(operator);
  const rows = await complianceRows(operator);
  const mismatches = options.asOf === undefined ? compare(rows) : [];
  const reports = await saveReports(provider);
  writeContext(stack, provider.token);
  const memory = proportionalMemoryMiB(stack.pids());
  const picture = {
    stack,
    options,
    rows,
    mismatches,
    reports,
    stamp,
    memory,
    token: provider.token,
    seconds: (Date.now() - startedAt) / 1000,
  };
  await (options.json ? printJson(picture, operator) : printText(picture, operator));
  for (const clients of [provider, operator]) clients.close();
  return mismatches.length;
}

/** Agreements and samples; what is there already is left as it is, so that an interrupted start goes on where it was. */
async function fill(stack: Stack, provider: Clients, options: StartOptions): Promise<Stamp> {
  const done = existsSync(stampFile) ? (JSON.parse(readFileSync(stampFile, 'utf8')) as Stamp) : undefined;
  if (done !== undefined && done.asOf === options.asOf) return done;
  if (done !== undefined) {
    throw new Error(
      inWords(
        '.local holds the sample world up to another date; add --fresh to begin anew',
        '.local 中的示例数据截至另一日期；请加 --fresh 重新开始',
      ),
    );
  }
  say('Signing the sample agreements …', '正在签署示例协议 …');
  for (const { file, customer } of SAMPLES) {
    const clients = await clientsOf(stack, customer, options.lang);
    await seedAgreement(file, { party: 'northwind', clients: provider }, { party: customer, clients });
    clients.close();
  }
  const world = planWorld(DEFAULT_SEED);
  const { deliveries } = deliveriesOf(world);
  const due = deliveries.filter((delivery) => options.asOf === undefined || delivery.arrivedAt <= options.asOf);
  const [ingest, customer] = [
    await clientsOf(stack, 'ingest', options.lang),
    await clientsOf(stack, 'acme', options.lang),
  ];
  say(
    `Replaying ${due.length} deliveries of samples, thirteen months …`,
    `正在重放 ${due.length} 批次样本，共十三个月 …`,
  );
  const sentAt = Date.now();
  const samples = await replay(world, due, ingest, customer);
  const sentInSeconds = (Date.now() - sentAt) / 1000;
  say('Evaluating …', '正在评估 …');
  const operator = await clientsOf(stack, 'operator', options.lang);
  await untilSettled(operator, SETTLE_WITHIN_MS);
  if (options.asOf === undefined) await restateLateOutage(provider);
  for (const clients of [ingest, customer, operator]) clients.close();
  const stamp: Stamp = {
    seed: world.seed,
    samples,
    sentInSeconds,
    ...(options.asOf === undefined ? {} : { asOf: options.asOf }),
  };
  writeFileSync(stampFile, JSON.stringify(stamp));
  return stamp;
}

/** The outage that was reported after its month was final: the provider restates the month, with the reason. */
async function restateLateOutage(provider: Clients): Promise<void> {
  const { pending } = await provider.measurement.listPendingRestatements({
    agreementId: '',
    pageSize: 0,
    pageToken: '',
  });
  for (const { key } of pending) {
    if (key === undefined) continue;
    const { agreementId, objectiveId, windowLabel } = key;
    const reason = 'An outage of that month was reported after the freeze.';
    await provider.measurement.restate({ agreementId, objectiveId, windowLabel, reason, requestId: '' });
  }
}

/** Waits until reporting has caught up: the number of editions stands still. */
async function untilReported(operator: Clients): Promise<void> {
  let [before, still] = [-1, 0];
  for (const giveUpAt = Date.now() + 60_000; still < 4 && Date.now() < giveUpAt;) {
    const { editions } = await operator.reporting.listReportEditions({
      agreementId: '',
      period: '',
      pageSize: 500,
      pageToken: '',
    });
    still = editions.length === before ? still + 1 : 0;
    before = editions.length;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

/** Holds the suite's results against the ground truth of the generator. */
function compare(rows: readonly r.ComplianceRow[]): readonly string[] {
  const world = planWorld(DEFAULT_SEED);
  const truth: TruthRow[] = SAMPLES.flatMap(({ file }) => truthOf(world, readDocument(path.join(root, file)), true));
  return differences(truth, rows.map(saidOf));
}

/** The newest edition of every agreement as an HTML page in .local/reports. */
async function saveReports(provider: Clients): Promise<readonly string[]> {
  const { editions } = await provider.reporting.listReportEditions({
    agreementId: '',
    period: '',
    pageSize: 500,
    pageToken: '',
  });
  const newest = new Map(
    editions.toSorted((a, b) => (a.period < b.period ? -1 : 1) || a.edition - b.edition).map((e) => [e.agreementId, e]),
  );
  const files: string[] = [];
  mkdirSync(path.join(local, 'reports'), { recursive: true });
  for (const { agreementId, period, edition } of newest.values()) {
    const { content } = await provider.reporting.getReportEdition({
      agreementId,
      period,
      edition,
      format: r.ReportFormat.HTML,
    });
    const file = path.join(local, 'reports', `${agreementId}-${period}-${edition}.html`);
    writeFileSync(file, content);
    files.push(file);
  }
  return files;
}

/** What slactl reads when no other context is named. */
function writeContext(stack: Stack, token: string): void {
  const context = { ...stack.addresses, token, party: 'northwind', traces: path.join(local, 'traces') };
  writeFileSync(path.join(local, 'context.json'), `${JSON.stringify(context, null, 2)}\n`, { mode: 0o600 });
}
