import { fromBinary, toBinary } from '@bufbuild/protobuf';
import { FileDescriptorProtoSchema, FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import { ReflectionService } from '@grpc/reflection';

type Described = ConstructorParameters<typeof ReflectionService>[0];

/**
 * Reflection over the contracts: every file is known, and of their services those are listed that are served here. The
 * files are handed on byte for byte: the detour over proto-loader's definitions writes type names that grpcurl cannot resolve.
 */
export function reflectionOf(descriptors: Uint8Array, services: readonly string[]): ReflectionService {
  const { file } = fromBinary(FileDescriptorSetSchema, descriptors);
  const fileDescriptorProtos = file.map((proto) => Buffer.from(toBinary(FileDescriptorProtoSchema, proto)));
  // The reflection service reads nothing else of a definition.
  const described = { contracts: { fileDescriptorProtos } } as unknown as Described;
  return new ReflectionService(described, { services: [...services] });
}
