import { Worker, type ResourceLimits } from 'node:worker_threads';

interface ThreadOptions {
  /** The module that runs there, as written and as built. */
  readonly source: URL;
  readonly built: URL;
  readonly data: unknown;
  readonly limits?: ResourceLimits;
}

/** Starts a module of this program in a thread of its own. */
export function startThread({ source, built, data, limits = {} }: ThreadOptions): Worker {
  const options = { workerData: data, resourceLimits: limits };
  if (!import.meta.url.endsWith('.ts')) return new Worker(built, options);
  // Threads do not take over a transpiler from the command line, so this one sets up its own.
  const transpiler = import.meta.resolve('tsx/esm/api');
  const script = `import(${JSON.stringify(transpiler)}).then(({ register }) => { register(); return import(${JSON.stringify(source.href)}); })`;
  return new Worker(script, { ...options, eval: true, execArgv: ['--conditions=source'] });
}
