import type { LoadedModel } from '../backend.ts';

/** Notes how the models of an engine are used from here. */
export interface UpstreamUse {
  /** Notes a request while it runs, and the tokens that it says to have made. */
  during<TResult>(id: string, work: (made: (tokens: number) => void) => Promise<TResult>): Promise<TResult>;
  of(id: string): Pick<LoadedModel, 'running' | 'tokens' | 'lastUsedAt'>;
  /** Waits until nothing runs. */
  idle(): Promise<void>;
}

interface Figures {
  running: number;
  generated: number;
  busyMs: number;
  /** When the first of those that run began. */
  busySince: number;
  lastUsedAt: Date;
}

/** Nothing is in use yet. */
export function createUpstreamUse(): UpstreamUse {
  const models = new Map<string, Figures>();
  const waiting: (() => void)[] = [];
  const startedAt = new Date();
  let running = 0;

  return {
    async during(id, work) {
      const figures = models.get(id) ?? { running: 0, generated: 0, busyMs: 0, busySince: 0, lastUsedAt: startedAt };
      models.set(id, figures);
      if (figures.running === 0) figures.busySince = performance.now();
      figures.running += 1;
      running += 1;
      try {
        return await work((tokens) => (figures.generated += tokens));
      } finally {
        figures.running -= 1;
        running -= 1;
        figures.lastUsedAt = new Date();
        if (figures.running === 0) figures.busyMs += performance.now() - figures.busySince;
        if (running === 0) for (const resolve of waiting.splice(0)) resolve();
      }
    },
    of(id) {
      const figures = models.get(id);
      if (figures === undefined) return { running: 0, tokens: { generated: 0, perSecond: 0 }, lastUsedAt: startedAt };
      const { generated, busyMs, lastUsedAt } = figures;
      return { running: figures.running, lastUsedAt, tokens: { generated, perSecond: busyMs === 0 ? 0 : generated / (busyMs / 1_000) } };
    },
    idle: () => (running === 0 ? Promise.resolve() : new Promise((resolve) => waiting.push(resolve))),
  };
}
