import { Module, type DynamicModule } from '@nestjs/common';
import type { RpcRuntime } from '../grpc/rpc-runtime.js';
import { RPC_RUNTIME } from '../grpc/serves-grpc.js';
import { OPERATIONS, OperationsController, type OperationsPorts } from '../operations/operations.controller.js';
import { HealthController, VITALS, type Vitals } from './health.controller.js';

/** A service's module beside what every process of the suite serves. */
export function rootModule(
  module: DynamicModule,
  runtime: RpcRuntime,
  vitals: Vitals,
  operations: OperationsPorts,
): DynamicModule {
  // Made anew for each call: two services in one test process must not share a module.
  class ServiceRoot {}
  Module({})(ServiceRoot);
  class PlatformModule {}
  Module({})(PlatformModule);
  const platform: DynamicModule = {
    module: PlatformModule,
    global: true,
    controllers: [HealthController, OperationsController],
    providers: [
      { provide: RPC_RUNTIME, useValue: runtime },
      { provide: VITALS, useValue: vitals },
      { provide: OPERATIONS, useValue: operations },
    ],
    exports: [RPC_RUNTIME],
  };
  return { module: ServiceRoot, imports: [platform, module] };
}
