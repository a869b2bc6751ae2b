export * from './gen/sla/incidents/v1/incidents.js';
export {
  ClockBreached,
  ClockStopped,
  InterruptionAttributed,
  InterruptionOpened,
  InterruptionRestored,
} from './gen/sla/incidents/v1/events.js';
