export * from './gen/sla/acceptance/v1/acceptance.js';
export { AcceptanceDecided, DeliverableSubmitted, SurveyClosed } from './gen/sla/acceptance/v1/events.js';
