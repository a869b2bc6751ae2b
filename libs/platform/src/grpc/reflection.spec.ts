import { create, createFileRegistry, fromBinary } from '@bufbuild/protobuf';
import { FileDescriptorProtoSchema, FileDescriptorSetSchema, type FileDescriptorProto } from '@bufbuild/protobuf/wkt';
import { Client, credentials, Server, ServerCredentials } from '@grpc/grpc-js';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readDescriptors } from './access.js';
import { reflectionOf } from './reflection.js';

const NAMES = ['sla.common.v1.OperationsService', 'sla.reporting.v1.ReportingService'];
/** Fields of ServerReflectionRequest. */
const [FILE_BY_FILENAME, FILE_CONTAINING_SYMBOL, LIST_SERVICES] = [3, 4, 7];
/** Fields of ServerReflectionResponse. */
const [FILE_DESCRIPTOR_RESPONSE, LIST_SERVICES_RESPONSE] = [4, 6];

describe('reflection, as grpcurl uses it', () => {
  const server = new Server();
  let address: string;

  beforeAll(async () => {
    reflectionOf(readDescriptors(), NAMES).addToServer(server);
    const port = await new Promise<number>((resolve, reject) =>
      server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
        error ? reject(error) : resolve(bound),
      ),
    );
    address = `127.0.0.1:${port}`;
  });
  afterAll(() => server.forceShutdown());

  const VERSIONS = ['v1', 'v1alpha'];

  it.each(VERSIONS)('%s lists what is served', async (version) => {
    const answer = await ask(address, version, LIST_SERVICES, '');
    const listed = fieldsOf(fieldsOf(answer, LIST_SERVICES_RESPONSE)[0] ?? new Uint8Array(), 1);
    expect(listed.map((service) => text(fieldsOf(service, 1)[0])).sort()).toEqual(NAMES);
  });

  it.each(VERSIONS.flatMap((version) => NAMES.map((name) => [version, name] as const)))(
    '%s describes %s with everything that it needs',
    async (version, name) => {
      const files = new Map<string, FileDescriptorProto>();
      const fetch = async (field: number, what: string): Promise<void> => {
        for (const file of filesOf(await ask(address, version, field, what))) files.set(file.name, file);
      };
      await fetch(FILE_CONTAINING_SYMBOL, name);
      const missing = (): string | undefined =>
        [...files.values()].flatMap(({ dependency }) => dependency).find((dependency) => !files.has(dependency));
      for (let next = missing(); next !== undefined; next = missing()) await fetch(FILE_BY_FILENAME, next);
      // Throws when a type of a field or an rpc cannot be resolved.
      const registry = createFileRegistry(create(FileDescriptorSetSchema, { file: importedFirst(files) }));
      expect(registry.getService(name)?.methods.length).toBeGreaterThan(0);
    },
  );
});

/** The files in an order in which every file comes behind its imports. */
function importedFirst(files: ReadonlyMap<string, FileDescriptorProto>): FileDescriptorProto[] {
  const sorted = new Set<FileDescriptorProto>();
  const add = (file: FileDescriptorProto | undefined): void => {
    if (file === undefined || sorted.has(file)) return;
    for (const dependency of file.dependency) add(files.get(dependency));
    sorted.add(file);
  };
  for (const file of files.values()) add(file);
  return [...sorted];
}

/** One request of a text field, one answer. */
function ask(address: string, version: string, field: number, what: string): Promise<Uint8Array> {
  const client = new Client(address, credentials.createInsecure());
  const asIs = (bytes: Buffer): Buffer => bytes;
  const path = `/grpc.reflection.${version}.ServerReflection/ServerReflectionInfo`;
  const stream = client.makeBidiStreamRequest(path, asIs, asIs);
  const answer = new Promise<Uint8Array>((resolve, reject) => stream.on('data', resolve).on('error', reject));
  stream.write(Buffer.concat([Buffer.from([field * 8 + 2, what.length]), Buffer.from(what)]));
  return answer.finally(() => {
    stream.end();
    client.close();
  });
}

const filesOf = (answer: Uint8Array): readonly FileDescriptorProto[] =>
  fieldsOf(fieldsOf(answer, FILE_DESCRIPTOR_RESPONSE)[0] ?? new Uint8Array(), 1).map((bytes) =>
    fromBinary(FileDescriptorProtoSchema, bytes),
  );

const text = (bytes: Uint8Array | undefined): string => Buffer.from(bytes ?? []).toString('utf8');

/** The length-delimited values of one field of a message that holds no others than those and varints. */
function fieldsOf(message: Uint8Array, wanted: number): readonly Uint8Array[] {
  const values: Uint8Array[] = [];
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = message[at++] ?? 0;
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
  };
  while (at < message.length) {
    const key = varint();
    const size = varint();
    if ((key & 7) !== 2) continue;
    if (key >> 3 === wanted) values.push(message.subarray(at, at + size));
    at += size;
  }
  return values;
}
