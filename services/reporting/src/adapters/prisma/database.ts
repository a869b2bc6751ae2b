import { PrismaPg } from '@prisma/adapter-pg';
import { ClientDatabase } from '@sla/platform';
import { PrismaClient, type Prisma } from './generated/prisma/client.js';

export type ReportingDatabase = ClientDatabase<Prisma.TransactionClient>;

/** The database of the service over a connection of its run role. */
export const openDatabase = (url: string, poolSize: number): ReportingDatabase =>
  new ClientDatabase(new PrismaClient({ adapter: new PrismaPg({ connectionString: url, max: poolSize }) }));
