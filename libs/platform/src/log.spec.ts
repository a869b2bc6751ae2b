import { describe, expect, it } from '@jest/globals';
import { inCallScope } from './call-scope.js';
import { createLogger, nestLogger } from './log.js';

/** A log and what was written to it. */
function recorded() {
  const lines: Record<string, unknown>[] = [];
  const log = createLogger('test', 'debug', {
    write: (line) => void lines.push(JSON.parse(line) as (typeof lines)[0]),
  });
  return { log, lines };
}

describe('a log', () => {
  it('says for whom the process was working', async () => {
    const { log, lines } = recorded();
    await inCallScope({ tenant: 'demo', correlationId: 'c-1' }, async () => {
      await Promise.resolve();
      log.info('inside');
    });
    log.info('outside');
    expect(lines[0]).toMatchObject({
      service: 'test',
      level: 'info',
      tenant: 'demo',
      correlation_id: 'c-1',
      msg: 'inside',
    });
    expect(lines[1]).not.toHaveProperty('tenant');
  });

  it('keeps secrets to itself', () => {
    const { log, lines } = recorded();
    log.info({ token: 'hunter2', config: { password: 'hunter2' }, headers: { authorization: 'hunter2' } }, 'x');
    expect(JSON.stringify(lines)).not.toContain('hunter2');
  });

  it('takes what Nest has to say', () => {
    const { log, lines } = recorded();
    const nest = nestLogger(log);
    nest.log('started', 'NestFactory');
    nest.error(new Error('broken'));
    nest.warn({ odd: 1 });
    expect(lines).toMatchObject([
      { level: 'debug', context: 'NestFactory', msg: 'started' },
      { level: 'error', msg: 'broken', err: { message: 'broken' } },
      { level: 'warn', msg: '{"odd":1}' },
    ]);
  });
});
