import { FakeUnitOfWork, portsOn } from './fake-ports.js';
import { useCaseSuite } from './use-cases.suite.js';

useCaseSuite('the fake store', async (clock) => {
  const uow = new FakeUnitOfWork();
  return {
    ports: portsOn(uow, clock),
    events: async (tenant) =>
      uow.space(tenant).events.map(({ type, determination }) => ({
        type,
        window: `${determination.agreementId}/${determination.objectiveId}/${determination.windowLabel}`,
        historical: SAYS_HISTORICAL.has(type) && determination.historical,
      })),
    audit: async (tenant) => uow.space(tenant).audit,
    waiting: async (tenant) =>
      [...uow.space(tenant).work.values()]
        .filter(({ dueAt }) => dueAt <= clock.now())
        .sort((a, b) => a.windowStart - b.windowStart),
    forgetVersions: async (tenant) => uow.space(tenant).contracts.clear(),
    close: async () => undefined,
  };
});

/** Events whose message says whether they come from an import. */
const SAYS_HISTORICAL: ReadonlySet<string> = new Set([
  'slo_at_risk',
  'slo_breached',
  'window_closed',
  'determination_finalised',
]);
