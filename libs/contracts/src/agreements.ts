export * from './gen/sla/agreements/v1/agreements.js';
export {
  AgreementEffective,
  AgreementTerminated,
  VersionFrozen,
  VersionSigned,
  VersionSuperseded,
} from './gen/sla/agreements/v1/events.js';
