import type { TenantId } from '@sla/kernel';
import { FakeUnitOfWork, portsOn } from './fake-ports.js';
import { useCaseSuite } from './use-cases.suite.js';

useCaseSuite('the fake store', (clock) => {
  const uow = new FakeUnitOfWork();
  return Promise.resolve({
    ports: portsOn(uow, clock),
    events: (tenant) =>
      Promise.resolve(
        uow
          .space(tenant as TenantId)
          .events.map(({ type, agreementId, version }) => ({ type, aggregate: `agreement/${agreementId}`, version })),
      ),
    audit: (tenant) => Promise.resolve(uow.space(tenant as TenantId).audit),
    close: () => Promise.resolve(),
  });
});
