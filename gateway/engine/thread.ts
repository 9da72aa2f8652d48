import { Worker, type ResourceLimits } from 'node:worker_threads';

interface ThreadOptions {
  /** The module that runs there, built. */
  readonly module: URL;
  readonly data: unknown;
  readonly limits?: ResourceLimits;
}

/** Starts a module of this program in a thread of its own. */
export const startThread = ({ module, data, limits = {} }: ThreadOptions): Worker => new Worker(module, { workerData: data, resourceLimits: limits, execArgv: [] });
