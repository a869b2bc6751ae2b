import type { reportingV1 as r } from '@sla/contracts';
import { inWords } from '../bootstrap/say.mjs';
import type { Clients } from './clients.ts';
import type { Stamp } from './demo.ts';
import type { StartOptions } from './options.ts';
import { complianceTable, instantText, newestBreach, saidOf, storyLines } from './picture.ts';
import { POOL_SIZE, type Stack } from './stack.ts';

/** Everything that a start has to say. */
export interface Picture {
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

export async function printText(
  { stack, options, rows, mismatches, reports, stamp, memory, token, seconds }: Picture,
  operator: Clients,
): Promise<void> {
  const breach = await newestBreach(rows, operator);
  const lines = [
    '',
    complianceTable(rows, options.lang),
    '',
    inWords('Newest breach:', '最近一次违约：'),
    ...(breach === undefined
      ? [inWords('  none', '  无')]
      : storyLines(breach, options.lang).map((line) => `  ${line}`)),
    `  ${inWords('trace', '跟踪号')} ${breach?.determination?.traceId ?? '–'}   npx slactl trace ${breach?.determination?.traceId ?? ''}`,
    '',
    inWords(
      `Ground truth of the generator: ${mismatches.length === 0 ? 'every figure agrees' : `${mismatches.length} figures differ`}`,
      `与生成器的真值比较：${mismatches.length === 0 ? '所有数字一致' : `${mismatches.length} 处不一致`}`,
    ),
    ...mismatches.map((line) => `  ${line}`),
    '',
    ...Object.entries(stack.addresses).map(
      ([service, address]) =>
        `${service.padEnd(12)} gRPC ${address}   ${stack.health[service as keyof typeof stack.health]}`,
    ),
    ...reports.map((file) => `${inWords('report ', '报告')}       file://${file}`),
    `grpcurl -plaintext -H 'authorization: Bearer ${token}' -d '{"page_size": 3}' ${stack.addresses.reporting} sla.reporting.v1.ReportingService/ListCompliance`,
    '',
    `${stamp.samples} ${inWords('samples', '个样本')}, ${Math.round(stamp.samples / stamp.sentInSeconds)}/s · ${memory ?? '?'} MiB (PSS; ${inWords('pool', '连接池')} ${POOL_SIZE}) · ${seconds.toFixed(1)} s`,
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}

export async function printJson(
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

/** Where to call, when there is nothing else to show; answers the number of differences: none. */
export async function printAddresses(stack: Stack, options: StartOptions): Promise<number> {
  const { addresses, health } = stack;
  const lines = Object.entries(addresses).map(([name, address]) => `${name.padEnd(12)} gRPC ${address}`);
  process.stdout.write(options.json ? `${JSON.stringify({ addresses, health }, null, 2)}\n` : `${lines.join('\n')}\n`);
  return 0;
}
