import { readFileSync } from 'node:fs';
import { ServerCredentials, type ServiceDefinition } from '@grpc/grpc-js';
import { loadFileDescriptorSetFromBuffer } from '@grpc/proto-loader';
import { ReflectionService } from '@grpc/reflection';
import { Transport, type GrpcOptions } from '@nestjs/microservices';
import { HealthImplementation } from 'grpc-health-check';
import type { PlatformConfig } from '../boot/config.js';
import { MAX_MESSAGE_BYTES } from '../client/client.js';
import { deadlineGuard } from './deadline-guard.js';
import { tolerant } from './malformed.js';
import { serviceNameOf, type ServiceDefinitionLike } from './serves-grpc.js';

export interface GrpcServerSettings {
  readonly config: PlatformConfig;
  readonly services: readonly ServiceDefinitionLike[];
  readonly health: HealthImplementation;
  readonly descriptors: Buffer;
}

/** Health of the whole process and of each service it offers. */
export const healthOf = (services: readonly ServiceDefinitionLike[]): HealthImplementation =>
  new HealthImplementation(
    Object.fromEntries(['', ...services.map(serviceNameOf)].map((name) => [name, 'SERVING' as const])),
  );

/** Nest's gRPC transport with our definitions, health and reflection, with TLS where it is configured. */
export function grpcServerOptions({ config, services, health, descriptors }: GrpcServerSettings): GrpcOptions {
  const names = services.map(serviceNameOf);
  return {
    transport: Transport.GRPC,
    options: {
      url: `${config.SLA_HOST}:${config.SLA_GRPC_PORT}`,
      package: [...new Set(names.map((name) => name.slice(0, name.lastIndexOf('.'))))],
      packageDefinition: Object.fromEntries(services.map((service) => [serviceNameOf(service), tolerantOf(service)])),
      credentials: credentialsOf(config),
      maxReceiveMessageLength: MAX_MESSAGE_BYTES,
      maxSendMessageLength: MAX_MESSAGE_BYTES,
      // Nest hands these to the constructor of the server as they are.
      channelOptions: { interceptors: [deadlineGuard] } as NonNullable<GrpcOptions['options']>['channelOptions'],
      gracefulShutdown: true,
      onLoadPackageDefinition: (_definition, server) => {
        health.addToServer(server);
        new ReflectionService(loadFileDescriptorSetFromBuffer(descriptors)).addToServer(server);
      },
    },
  };
}

function credentialsOf(config: PlatformConfig): ServerCredentials {
  if (config.SLA_TLS_CERT === undefined || config.SLA_TLS_KEY === undefined) return ServerCredentials.createInsecure();
  const pair = { cert_chain: readFileSync(config.SLA_TLS_CERT), private_key: readFileSync(config.SLA_TLS_KEY) };
  const clientCa = config.SLA_TLS_CLIENT_CA === undefined ? null : readFileSync(config.SLA_TLS_CLIENT_CA);
  // Client certificates are one way to prove who calls, not the only one: a call without one still needs a token.
  return ServerCredentials.createSsl(clientCa, [pair], false);
}

/** A definition whose methods take any bytes, so that unreadable ones are answered in our words. */
const tolerantOf = (service: ServiceDefinitionLike): ServiceDefinition =>
  Object.fromEntries(
    Object.entries(service).map(([key, method]) => [key, tolerant(method)]),
  ) as unknown as ServiceDefinition;
