export { TZ_VERSION } from './tz/data/tzdata.js';
export * from './tz/local-time.js';
export { isZoneName, offsetAt, zone, zoneNames, type Zone } from './tz/zone.js';
export * from './timeline/timeline.js';
export * from './windows/window.js';
