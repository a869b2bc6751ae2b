import { runService } from '@sla/platform';
import { measurementService } from './measurement.module.js';

await runService(measurementService);
