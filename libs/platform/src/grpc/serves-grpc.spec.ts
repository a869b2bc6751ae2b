import { describe, expect, it } from '@jest/globals';
import { agreementsV1 } from '@sla/contracts';
import { serviceNameOf, ServesGrpc } from './serves-grpc.js';

const { getAgreement } = agreementsV1.AgreementsServiceService;

describe('a controller', () => {
  it('must have a method for every rpc', () => {
    class Empty {}
    const decorate = ServesGrpc({ getAgreement }) as (target: unknown) => void;
    expect(() => decorate(Empty)).toThrow('Empty lacks sla.agreements.v1.AgreementsService/getAgreement');
  });

  it('cannot stream both ways', () => {
    class Both {
      getAgreement(): void {}
    }
    const both = { getAgreement: { ...getAgreement, requestStream: true, responseStream: true } };
    const decorate = ServesGrpc(both as never) as (target: unknown) => void;
    expect(() => decorate(Both)).toThrow('streams both ways');
  });

  it('is known by the full name of its service', () => {
    expect(serviceNameOf({ getAgreement })).toBe('sla.agreements.v1.AgreementsService');
    expect(serviceNameOf({})).toBe('');
  });
});
