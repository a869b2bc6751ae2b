import { platformConfig } from '@sla/platform';

/** Environment of the agreements service: what every service understands, and nothing more yet. */
export const config = platformConfig;
