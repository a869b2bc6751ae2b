import { platformConfig } from '@sla/platform';
import { z } from 'zod';

/** Environment of the reporting service: what every service understands, and its own keys. */
export const config = platformConfig.extend({
  /** Address of the agreements service, for terms too large to travel inside an event. */
  SLA_AGREEMENTS_ADDRESS: z.string().min(1),
  /** Address of the measurement service, for the explanations in reports. */
  SLA_MEASUREMENT_ADDRESS: z.string().min(1),
});

export type ReportingConfig = z.infer<typeof config>;
