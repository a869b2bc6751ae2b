import { openPostgresWorld } from './postgres-world.js';
import { useCaseSuite } from './use-cases.suite.js';

useCaseSuite('PostgreSQL', openPostgresWorld);
