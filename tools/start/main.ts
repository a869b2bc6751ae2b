import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { reportingV1 as r } from '@sla/contracts';
import { root, say } from '../bootstrap/bootstrap.mjs';
import { deliveriesOf } from '../demo/deliveries.ts';
import { readDocument, truthOf, type TruthRow } from '../demo/truth.ts';
import { DEFAULT_SEED, planWorld } from '../demo/world.ts';
import { clientsOf, type Clients } from './clients.ts';
import { differences } from './compare.ts';
import { readOptions, USAGE, type StartOptions } from './options.ts';
import { complianceRows, complianceTable, instantText, newestBreach, saidOf, storyLines } from './picture.ts';
import { proportionalMemoryMiB } from './processes.ts';
import { replay, untilSettled } from './replay.ts';
import { SAMPLES, seedAgreement } from './seed.ts';
import { local, POOL_SIZE, startStack, type Stack } from './stack.ts';

const SETTLE_WITHIN_MS = 180_000;
const stampFile = path.join(local, 'demo.json');
const lockFile = path.join(local, 'start.pid');

/** What is kept of a replay, so that the next start does not send it again. */
interface Stamp {
  readonly seed: number;
  readonly asOf?: number;
  readonly samples: number;
  readonly sentInSeconds: number;
}

async function run(options: StartOptions): Promise<number> {
  const startedAt = Date.now();
  takeLock();
  if (options.fresh) forget();
  const stack = await startStack();
  const stopped = stopOnSignal(stack);
  try {
    const mismatches = options.demo ? await showDemo(stack, options, startedAt) : showAddresses(stack, options);
    if (!options.exit) {
      say(
        options.lang === 'en'
          ? '\nRunning. Ctrl-C stops everything; the data stays.'
          : '\n正在运行。按 Ctrl-C 停止，数据会保留。',
      );
      await stopped.requested;
    }
    return mismatches === 0 ? 0 : 1;
  } finally {
    say(options.lang === 'en' ? 'Stopping …' : '正在停止 …');
    await stack.stop();
    rmSync(lockFile, { force: true });
  }
}

/** One suite per checkout: two would write the same data folder. */
function takeLock(): void {
  mkdirSync(local, { recursive: true });
  const pid = existsSync(lockFile) ? Number(readFileSync(lockFile, 'utf8')) : 0;
  if (pid > 0 && isStart(pid))
    throw new Error(`the suite runs already (pid ${pid}); stop it with Ctrl-C or: kill ${pid}`);
  writeFileSync(lockFile, String(process.pid));
}

function isStart(pid: number): boolean {
  if (existsSync('/proc/self')) {
    const file = `/proc/${pid}/cmdline`;
    return existsSync(file) && readFileSync(file, 'utf8').includes('tools/start/main.ts');
  }
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false; // no such process
  }
}

/** Everything but what had to be fetched. */
function forget(): void {
  for (const name of [
    'postgres',
    'jetstream',
    'traces',
    'logs',
    'issuer',
    'keys',
    'reports',
    'demo.json',
    'service.token',
    'context.json',
  ]) {
    rmSync(path.join(local, name), { recursive: true, force: true });
  }
}

function stopOnSignal(stack: Stack): { readonly requested: Promise<void> } {
  const { promise, resolve } = Promise.withResolvers<void>();
  let asked = 0;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (++asked > 1) void stack.stop().finally(() => process.exit(130));
      resolve();
    });
  }
  return { requested: promise };
}

function showAddresses(stack: Stack, options: StartOptions): number {
  if (options.json)
    process.stdout.write(`${JSON.stringify({ addresses: stack.addresses, health: stack.health }, null, 2)}\n`);
  else
    process.stdout.write(
      `${Object.entries(stack.addresses)
        .map(([name, address]) => `${name}  gRPC ${address}`)
        .join('\n')}\n`,
    );
  return 0;
}

async function showDemo(stack: Stack, options: StartOptions, startedAt: number): Promise<number> {
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

/** Agreements and samples; what is there already is left as it is. */
async function fill(stack: Stack, provider: Clients, options: StartOptions): Promise<Stamp> {
  const done = existsSync(stampFile) ? (JSON.parse(readFileSync(stampFile, 'utf8')) as Stamp) : undefined;
  if (done !== undefined && done.asOf === options.asOf) return done;
  if (done !== undefined) throw new Error('.local holds the sample world up to another date; add --fresh');
  say('Signing the sample agreements …');
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
  say(`Replaying ${due.length} days of samples …`);
  const sentAt = Date.now();
  const samples = await replay(world, due, ingest, customer);
  const sentInSeconds = (Date.now() - sentAt) / 1000;
  say('Evaluating …');
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

interface Picture {
  readonly stack: Stack;
  readonly options: StartOptions;
  readonly rows: readonly r.ComplianceRow[];
  readonly mismatches: readonly string[];
  readonly reports: readonly string[];
  readonly stamp: Stamp;
  readonly memory: number | undefined;
  readonly token: string;
  readonly seconds: number;
}

async function printText(
  { stack, options, rows, mismatches, reports, stamp, memory, token, seconds }: Picture,
  operator: Clients,
): Promise<void> {
  const en = options.lang === 'en';
  const breach = await newestBreach(rows, operator);
  const lines = [
    '',
    complianceTable(rows, options.lang),
    '',
    en ? 'Newest breach:' : '最近一次违约：',
    ...(breach === undefined ? [en ? '  none' : '  无'] : storyLines(breach, options.lang).map((line) => `  ${line}`)),
    `  ${en ? 'trace' : '跟踪号'} ${breach?.determination?.traceId ?? '–'}   npx slactl trace ${breach?.determination?.traceId ?? ''}`,
    '',
    en
      ? `Ground truth of the generator: ${mismatches.length === 0 ? 'every figure agrees' : `${mismatches.length} figures differ`}`
      : `与生成器的真值比较：${mismatches.length === 0 ? '所有数字一致' : `${mismatches.length} 处不一致`}`,
    ...mismatches.map((line) => `  ${line}`),
    '',
    ...Object.entries(stack.addresses).map(
      ([service, address]) =>
        `${service.padEnd(12)} gRPC ${address}   ${stack.health[service as keyof typeof stack.health]}`,
    ),
    ...reports.map((file) => `${en ? 'report' : '报告'}       file://${file}`),
    `grpcurl -plaintext -H 'authorization: Bearer ${token}' -d '{"page_size": 3}' ${stack.addresses.reporting} sla.reporting.v1.ReportingService/ListCompliance`,
    '',
    `${stamp.samples} ${en ? 'samples' : '个样本'}, ${Math.round(stamp.samples / stamp.sentInSeconds)}/s · ${memory ?? '?'} MiB (PSS; ${en ? 'pool' : '连接池'} ${POOL_SIZE}) · ${seconds.toFixed(1)} s`,
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}

async function printJson(
  { stack, rows, mismatches, reports, stamp, memory, seconds }: Picture,
  operator: Clients,
): Promise<void> {
  const breach = await newestBreach(rows, operator);
  const result = {
    ok: mismatches.length === 0,
    seconds,
    memoryMiB: memory ?? null,
    poolSize: POOL_SIZE,
    samples: stamp.samples,
    samplesPerSecond: Math.round(stamp.samples / stamp.sentInSeconds),
    mismatches,
    rows: rows.map((row) => ({
      ...saidOf(row),
      phase: row.determination?.phase,
      attained: row.determination?.attainedPercent,
      resultHash: row.determination?.resultHash,
    })),
    newestBreach:
      breach === undefined
        ? null
        : {
            ...(breach.determination && {
              objective: breach.determination.objectiveId,
              window: breach.determination.windowLabel,
              traceId: breach.determination.traceId,
              breachedAt: instantText(breach.determination.breachedTime),
            }),
            story: { en: storyLines(breach, 'en'), 'zh-CN': storyLines(breach, 'zh-CN') },
          },
    addresses: stack.addresses,
    health: stack.health,
    reports,
  };
  process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
}

try {
  const options = readOptions(process.argv.slice(2), process.env);
  if (options === 'help') process.stdout.write(`${USAGE}\n`);
  else process.exitCode = await run(options);
} catch (error) {
  say(`\n${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
process.exit();
