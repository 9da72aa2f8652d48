import type { Clock } from '#kernel/clock';
import type { Config } from '#kernel/config';
import type { Database } from '#kernel/database';
import type { Logger } from '#kernel/logging';
import type { Metrics } from '#kernel/metrics';
import type { SandboxOffer } from '#platform/sandbox';
import type { TenantDisk } from '#platform/tenant-disk';

/** What runs, WebAssembly and micro sessions stand on. */
export interface ExecutionFoundation {
  readonly config: Config['execution'];
  readonly database: Pick<Database, 'prisma' | 'pool'>;
  readonly sandbox: SandboxOffer;
  readonly disk: TenantDisk;
  /** Returns while this process is the one that executes. @throws DomainError UNAVAILABLE */
  readonly requireServing: () => void;
  readonly clock: Clock;
  readonly metrics: Metrics;
  readonly logger: Logger;
}
