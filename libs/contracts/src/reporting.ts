export * from './gen/sla/reporting/v1/reporting.js';
export { CreditBooked, ReportIssued } from './gen/sla/reporting/v1/events.js';
