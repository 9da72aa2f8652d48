import type { Config } from '#kernel/config';
import { DomainError } from '#kernel/errors';
import type { Lifecycle } from '#kernel/lifecycle';
import { createListener, isPortTaken, type RequestHandler, type UpgradeHandler } from '#kernel/listener';
import type { Logger } from '#kernel/logging';
import type { Metrics } from '#kernel/metrics';
import type { UrlRow } from './url-table.ts';

/** Something that wants a port. */
export interface ListenerPlan {
  readonly name: string;
  /** 0 takes any free one. */
  readonly port: number | 'off';
  /** Where a person would begin, behind the address. */
  readonly path: string;
  readonly hint: string;
  /** Its own listen address; null or left out for that of all. */
  readonly host?: string | null;
  readonly handler: RequestHandler;
  readonly upgrade?: UpgradeHandler;
  /** Reads again what it has from files, on SIGHUP. */
  readonly reload?: () => Promise<void>;
}

export interface ListenOptions {
  readonly config: Pick<Config, 'host' | 'port' | 'environment'>;
  readonly plans: readonly ListenerPlan[];
  readonly lifecycle: Lifecycle;
  readonly metrics: Metrics;
  readonly logger: Logger;
}

/**
 * Opens every planned listener and says where they are. A busy port leaves its listener out with a warning in development.
 * @throws DomainError UNAVAILABLE for a port that cannot be had, in production; in development when that is every port
 */
export async function listen({ config, plans, lifecycle, metrics, logger }: ListenOptions): Promise<readonly UrlRow[]> {
  const rows: UrlRow[] = [];
  const busy: number[] = [];
  for (const { name, port, path, hint, host, handler, upgrade } of plans) {
    const wanted = plans.length === 1 && config.port !== null ? config.port : port;
    if (wanted === 'off') continue;
    const listener = createListener({ name, host: host ?? config.host, port: wanted, handler, logger, metrics, ...(upgrade !== undefined && { upgrade }) });
    try {
      await listener.start();
    } catch (fault) {
      if (config.environment === 'production' || !isPortTaken(fault)) throw fault;
      busy.push(wanted);
      logger.warn({ surface: name, port: wanted }, `${name} is left out: port ${wanted} is in use. Set another with its *_PORT variable.`);
      continue;
    }
    lifecycle.onStop('listeners', name, () => listener.stop());
    rows.push({ name, url: `${listener.url}${path}`, hint });
  }
  if (rows.length === 0 && busy.length > 0) throw new DomainError('UNAVAILABLE', `every port is in use (${busy.join(', ')}); is the product running already?`);
  return rows;
}
