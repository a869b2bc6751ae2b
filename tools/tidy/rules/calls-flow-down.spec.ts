import { describe, expect, it } from '@jest/globals';
import { callsFlowDown } from './calls-flow-down.ts';
import { saidOf } from './fires.ts';

const peer = (service: string, contract: string, adapter = 'peers'): Record<string, string> => ({
  [`services/${service}/src/adapters/${adapter}/x.ts`]: `import { ${contract} } from '@sla/contracts';`,
});
const sample = (service: string, contract: string, adapter?: string): readonly string[] =>
  saidOf(callsFlowDown, peer(service, contract, adapter)).map((said) => said.replace(/^.*?: /, ''));

describe('calls flow down', () => {
  it.each([
    ['measurement', 'agreementsV1'],
    ['incidents', 'agreementsV1 as a'],
    ['reporting', 'incidentsV1'],
    ['gateway', 'reportingV1'],
    ['measurement', 'measurementV1'],
    ['measurement', 'commonV1'],
    ['measurement', 'EVENTS'],
  ])('%s may name %s', (service, contract) => {
    expect(sample(service, contract)).toEqual([]);
  });

  it.each([
    ['agreements', 'measurementV1', 'agreements (rung 0) must not call measurement (rung 1)'],
    ['measurement', 'incidentsV1', 'measurement (rung 1) must not call incidents (rung 1)'],
    ['measurement', 'reportingV1 as r', 'measurement (rung 1) must not call reporting (rung 2)'],
    ['acceptance', 'type measurementV1', 'acceptance (rung 1) must not call measurement (rung 1)'],
    ['reporting', 'gatewayV1', 'reporting (rung 2) must not call gateway (rung 3)'],
    ['newcomer', 'agreementsV1', 'newcomer (rung ?) must not call agreements (rung 0)'],
  ])('%s must not name %s', (service, contract, says) => {
    expect(sample(service, contract)).toEqual([says]);
    expect(sample(service, contract, 'grpc')).toEqual([says]);
  });

  it('lets events flow upwards', () => {
    expect(sample('measurement', 'incidentsV1', 'nats')).toEqual([]);
  });

  it.each([
    ['its own', 'reportingV1 as r', 'r.ReportingServiceService', []],
    ['a message of a lower rung', 'measurementV1', 'measurementV1.Determination', []],
    [
      'a service of a lower rung',
      'measurementV1',
      'measurementV1.IngestServiceService',
      ['reporting must not serve IngestServiceService of measurement'],
    ],
    [
      'the same by another name',
      'measurementV1 as m',
      'm.IngestServiceService',
      ['reporting must not serve IngestServiceService of measurement'],
    ],
  ])('a grpc adapter serves %s', (_name, imported, used, expected) => {
    const file = 'services/reporting/src/adapters/grpc/x.ts';
    const text = `import { ${imported} } from '@sla/contracts';\nserve(${used});`;
    expect(saidOf(callsFlowDown, { [file]: text })).toEqual(expected.map((says) => `${file}:2: ${says}`));
  });
});
