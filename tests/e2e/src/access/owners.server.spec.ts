import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { commonV1 } from '@sla/contracts';
import { grpcClient } from '@sla/platform';
import { openPremises, type Premises } from '@sla/testkit';
import { agreementsService } from '../../../../services/agreements/src/agreements.module.js';
import { measurementService } from '../../../../services/measurement/src/measurement.module.js';
import { rest, until } from '../platform/fixtures.js';
import { EventPublisher } from './event-publisher.js';

const PASSWORD = 'of: a @ test';
const SERVICES = ['agreements', 'measurement'] as const;
type Service = (typeof SERVICES)[number];

/** What each service needs of NATS, and no more: its own subjects, its own dead letters, consumers of the event stream. */
const userOf = (service: Service): string => `{
  user: ${service}, password: ${JSON.stringify(PASSWORD)}
  permissions: {
    publish: [
      "sla.${service}.v1.>", "sla_dead.${service}", "$JS.API.INFO", "$JS.API.STREAM.INFO.*", "$JS.API.STREAM.CREATE.*"
      "$JS.API.STREAM.MSG.GET.SLA_DEAD", "$JS.API.STREAM.MSG.DELETE.SLA_DEAD", "$JS.API.CONSUMER.>", "$JS.ACK.SLA.>"
    ]
    subscribe: ["_INBOX.>"]
  }
}`;
const CONFIG = `authorization { users = [ ${SERVICES.map(userOf).join('\n')} ] }`;

describe('a nats-server that knows its services', () => {
  let premises: Premises;
  let operations: ReturnType<typeof grpcClient<typeof commonV1.OperationsServiceService>>;

  const urlOf = (user: string, password = PASSWORD): string =>
    premises.nats.url.replace('nats://', `nats://${user}:${encodeURIComponent(password)}@`);

  beforeAll(async () => {
    premises = await openPremises({ nats: CONFIG });
    const migrations = (service: Service): string =>
      path.resolve(import.meta.dirname, '../../../../services', service, 'prisma/migrations');
    const env = (service: Service) => ({ SLA_TENANTS: 'demo', NATS_URL: urlOf(service) });
    const agreements = await premises.start(agreementsService, {
      migrations: migrations('agreements'),
      env: env('agreements'),
    });
    const { address } = await premises.start(measurementService, {
      migrations: migrations('measurement'),
      env: { ...env('measurement'), SLA_AGREEMENTS_ADDRESS: agreements.address },
    });
    const token = await premises.issuer.mint({ subject: 'otto', tenant: 'demo', roles: ['operator'] }, 600);
    operations = grpcClient(commonV1.OperationsServiceService, { address, token: async () => token });
  });
  afterAll(async () => {
    await premises.close();
    operations.close();
  });

  const letters = async () => (await operations.listDeadLetters({ pageSize: 0, pageToken: '' })).deadLetters;

  it('does not take an event from a service that does not own it', async () => {
    const measurement = await EventPublisher.connect(urlOf('measurement'));
    const forged = measurement.publish({ aggregateId: 'agreement/forged' });
    await expect(forged).rejects.toThrow(/permission/i);
    await measurement.close();
    await rest(500);
    expect(await letters()).toEqual([]);
  });

  it('takes it from its owner, and the readers get it', async () => {
    const agreements = await EventPublisher.connect(urlOf('agreements'));
    await agreements.publish({ aggregateId: 'agreement/unreadable' });
    await agreements.close();
    await until('it is a dead letter', async () => (await letters()).length === 1);
  });

  it.each([
    ['nobody', () => premises.nats.url],
    ['a service with another password', () => urlOf('agreements', 'guessed')],
  ])('does not let %s in', async (_name, url) => {
    await expect(EventPublisher.connect(url())).rejects.toThrow(/authorization/i);
  });
});
