import { runService } from '@sla/platform';
import { reportingService } from './reporting.module.js';

await runService(reportingService);
