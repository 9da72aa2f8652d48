import { loadSecrets, type Config, type Secrets } from '#kernel/config';
import { openDatabase, type Database } from '#kernel/database';
import { createEvents, type Events } from '#kernel/events';
import { createInternalIdentity, type InternalIdentity } from '#kernel/internal-identity';
import type { Lifecycle } from '#kernel/lifecycle';
import type { Logger } from '#kernel/logging';
import { createMetrics, type Metrics } from '#kernel/metrics';
import { createRevocations, type Revocations } from '#subgraphs/identity';

/** What every role stands on. */
export interface Foundation {
  readonly config: Config;
  readonly secrets: Secrets;
  readonly identity: InternalIdentity;
  readonly database: Database;
  readonly events: Events;
  readonly revocations: Revocations;
  readonly metrics: Metrics;
  readonly lifecycle: Lifecycle;
  readonly logger: Logger;
}

export interface FoundationOptions extends Pick<Foundation, 'config' | 'lifecycle' | 'logger'> {
  readonly database: Database;
}

/** Opens the database, and closes it last. @throws DomainError UNAVAILABLE */
export async function openLastingDatabase({ config, lifecycle, logger }: Omit<FoundationOptions, 'database'>): Promise<Database> {
  const database = await openDatabase({ config, logger });
  lifecycle.onStop('database', 'database', () => database.close());
  return database;
}

/** What this process knows of credentials and events, over an open database. */
export async function layFoundation({ config, database, lifecycle, logger }: FoundationOptions): Promise<Foundation> {
  const secrets = loadSecrets(config);
  const events = await createEvents({ database, logger });
  lifecycle.onStop('jobs', 'events', () => events.close());
  return {
    config, secrets, database, events, lifecycle, logger,
    identity: createInternalIdentity(secrets.internalKeys),
    revocations: await createRevocations({ database, events, logger }),
    metrics: createMetrics({ process: true }),
  };
}

/** Whether the database answers. */
export const answers = async ({ pool }: Database): Promise<boolean> => pool.query('SELECT 1').then(() => true, () => false);
