import { platformConfig } from '@sla/platform';
import { z } from 'zod';

/** Environment of the measurement service: what every service understands, and its own keys. */
export const config = platformConfig.extend({
  /** Address of the agreements service, for terms too large to travel inside an event. */
  SLA_AGREEMENTS_ADDRESS: z.string().min(1),
  /** Windows that one replica evaluates at a time. */
  SLA_EVALUATIONS_AT_ONCE: z.coerce.number().int().min(1).max(64).default(4),
});

export type MeasurementConfig = z.infer<typeof config>;
