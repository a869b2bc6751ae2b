import { readFileSync } from 'node:fs';
import { ServerCredentials, type Server, type ServiceDefinition } from '@grpc/grpc-js';
import { Transport, type GrpcOptions } from '@nestjs/microservices';
import { HealthImplementation } from 'grpc-health-check';
import type { PlatformConfig } from '../boot/config.js';
import { MAX_MESSAGE_BYTES } from '../client/limits.js';
import { deadlineGuard } from './deadline-guard.js';
import { tolerant } from './malformed.js';
import { reflectionOf } from './reflection.js';
import { serviceNameOf, type ServiceDefinitionLike } from './serves-grpc.js';

export interface GrpcServerSettings {
  readonly config: PlatformConfig;
  readonly services: readonly ServiceDefinitionLike[];
  readonly health: HealthImplementation;
  readonly descriptors: Buffer;
  /** Told of the server before it serves. */
  readonly created: (server: Server) => void;
}

const healthNames = (services: readonly ServiceDefinitionLike[]): readonly string[] => [
  '',
  ...services.map(serviceNameOf),
];

/** Health of the whole process and of each service it offers. */
export const healthOf = (services: readonly ServiceDefinitionLike[]): HealthImplementation =>
  new HealthImplementation(Object.fromEntries(healthNames(services).map((name) => [name, 'SERVING' as const])));

/** Says of the process and of each of its services that it serves no more. */
export function stopServing(health: HealthImplementation, services: readonly ServiceDefinitionLike[]): void {
  for (const name of healthNames(services)) health.setStatus(name, 'NOT_SERVING');
}

/** Nest's gRPC transport with our definitions, health and reflection, with TLS where it is configured. */
export function grpcServerOptions(settings: GrpcServerSettings): GrpcOptions {
  const { config, services, health, descriptors, created } = settings;
  const names = services.map(serviceNameOf);
  return {
    transport: Transport.GRPC,
    options: {
      url: `${config.SLA_HOST}:${config.SLA_GRPC_PORT}`,
      package: [...new Set(names.map((name) => name.slice(0, name.lastIndexOf('.'))))],
      packageDefinition: Object.fromEntries(services.map((service) => [serviceNameOf(service), definitionOf(service)])),
      credentials: credentialsOf(config),
      maxReceiveMessageLength: MAX_MESSAGE_BYTES,
      maxSendMessageLength: MAX_MESSAGE_BYTES,
      channelOptions: { interceptors: [deadlineGuard] },
      gracefulShutdown: true,
      onLoadPackageDefinition: (_definition, server: Server) => {
        health.addToServer(server);
        reflectionOf(descriptors, names).addToServer(server);
        created(server);
      },
    },
  };
}

const definitionOf = (service: ServiceDefinitionLike): ServiceDefinition =>
  Object.fromEntries(
    Object.entries(service).map(([key, method]) => [key, tolerant(method)]),
  ) as unknown as ServiceDefinition;

function credentialsOf(config: PlatformConfig): ServerCredentials {
  if (config.SLA_TLS_CERT === undefined || config.SLA_TLS_KEY === undefined) return ServerCredentials.createInsecure();
  const pair = { cert_chain: readFileSync(config.SLA_TLS_CERT), private_key: readFileSync(config.SLA_TLS_KEY) };
  if (config.SLA_TLS_CLIENT_CA === undefined) return ServerCredentials.createSsl(null, [pair], false);
  return ServerCredentials.createSsl(readFileSync(config.SLA_TLS_CLIENT_CA), [pair], true);
}
