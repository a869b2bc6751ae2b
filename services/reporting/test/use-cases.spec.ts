import type { TenantId } from '@sla/kernel';
import { FakeUnitOfWork, portsOn } from './fake-ports.js';
import { useCaseSuite } from './use-cases.suite.js';

useCaseSuite('the fake store', (clock, measurement) => {
  const uow = new FakeUnitOfWork();
  return Promise.resolve({
    ports: portsOn(uow, clock, measurement),
    events: (tenant) =>
      Promise.resolve(
        uow
          .space(tenant as TenantId)
          .events.map((event) =>
            event.type === 'report_issued'
              ? `report_issued report/${event.edition.agreementId}/${event.edition.period}`
              : `credit_booked credit/${event.entry.agreementId}/${event.entry.creditId}/${event.entry.windowLabel}`,
          ),
      ),
    audit: (tenant) => Promise.resolve(uow.space(tenant as TenantId).audit),
    close: () => Promise.resolve(),
  });
});
