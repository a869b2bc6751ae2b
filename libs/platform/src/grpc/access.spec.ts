import {
  clearExtension,
  createFileRegistry,
  fromBinary,
  setExtension,
  toBinary,
  type DescExtension,
} from '@bufbuild/protobuf';
import { create } from '@bufbuild/protobuf';
import { FileDescriptorSetSchema, type FileDescriptorSet, type MethodDescriptorProto } from '@bufbuild/protobuf/wkt';
import { describe, expect, it } from '@jest/globals';
import { defined } from '@sla/kernel';
import { readAccessRules, readDescriptors } from './access.js';

const descriptors = readDescriptors();
const extension: DescExtension = defined(
  createFileRegistry(fromBinary(FileDescriptorSetSchema, descriptors)).getExtension('sla.common.v1.access'),
  'the option',
);

/** The contracts with one change. */
function changed(change: (set: FileDescriptorSet, method: MethodDescriptorProto) => void): Uint8Array {
  const set = fromBinary(FileDescriptorSetSchema, descriptors);
  const service = set.file.flatMap((file) => file.service).find(({ name }) => name === 'AgreementsService');
  change(
    set,
    defined(
      service?.method.find(({ name }) => name === 'SignVersion'),
      'SignVersion',
    ),
  );
  return toBinary(FileDescriptorSetSchema, set);
}

const withAccess =
  (access: Record<string, unknown>) =>
  (_set: FileDescriptorSet, method: MethodDescriptorProto): void => {
    const options = defined(method.options, 'the options');
    const message = defined(extension.message, 'the message of the option');
    setExtension(options, extension, create(message, access));
  };

describe('access rules', () => {
  it('are read from the contracts', () => {
    const rules = readAccessRules();
    expect(rules.get('/sla.agreements.v1.AgreementsService/SignVersion')).toEqual({
      roles: ['provider_manager', 'customer_manager'],
      effect: 'mutation',
      public: false,
    });
    expect(rules.get('/sla.common.v1.OperationsService/ReadEvents')?.roles).toEqual(['operator', 'service']);
    expect([...rules.values()].filter((rule) => rule.public)).toEqual([]);
  });

  it.each<[string, (set: FileDescriptorSet, method: MethodDescriptorProto) => void, string]>([
    [
      'no option',
      (_set, method) => clearExtension(defined(method.options, 'options'), extension),
      'does not declare the option (sla.common.v1.access)',
    ],
    ['no effect', withAccess({ roles: ['operator'] }), 'does not declare its effect'],
    ['an unknown role', withAccess({ roles: ['king'], effect: 2 }), 'names the unknown role king'],
    ['no roles', withAccess({ effect: 2 }), 'may be called by nobody'],
    [
      'no request id',
      (set) => {
        const messages = set.file.flatMap((file) => file.messageType);
        const request = defined(
          messages.find(({ name }) => name === 'SignVersionRequest'),
          'the request',
        );
        request.field = request.field.filter(({ name }) => name !== 'request_id');
      },
      'is a mutation without request_id',
    ],
  ])('stop the process for an rpc with %s', (_name, change, fault) => {
    expect(() => readAccessRules(changed(change))).toThrow(`/sla.agreements.v1.AgreementsService/SignVersion ${fault}`);
  });
});
