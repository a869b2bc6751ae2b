export * from './gen/sla/measurement/v1/determination.js';
export * from './gen/sla/measurement/v1/ingest.js';
export * from './gen/sla/measurement/v1/measurement.js';
export {
  DeterminationFinalised,
  DeterminationRestated,
  SloAtRisk,
  SloBreachWithdrawn,
  SloBreached,
  WindowClosed,
} from './gen/sla/measurement/v1/events.js';
