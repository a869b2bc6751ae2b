import { runService } from '@sla/platform';
import { agreementsService } from './agreements.module.js';

await runService(agreementsService);
