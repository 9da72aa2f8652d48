const mebibyte = 1024 * 1024;

/** The bounds of runs. */
export const runLimits = {
  timeoutMs: { default: 2_000, max: 60_000 },
  memoryBytes: { min: 16 * mebibyte, default: 256 * mebibyte, max: 2_048 * mebibyte },
  processes: 64,
  openFiles: 256,
  fileBytes: 32 * mebibyte,
  temporaryBytes: 64 * mebibyte,
  /** How many arguments, and their bytes together. */
  arguments: 1_024,
  argumentBytes: 128 * 1024 - 1024,
  stdinBytes: mebibyte,
  /** Of the output that is kept; eight times that ends the run. */
  outputBytes: mebibyte,
  floodBytes: 8 * mebibyte,
  /** Runs of one user at once; runs that wait, of all users and of one. */
  perUser: 4,
  waiting: 64,
  waitingPerUser: 16,
  /** Who follow the output of one run. */
  watchers: 16,
  /** Runs of each user that are remembered, and for how long. */
  keptPerUser: 500,
  keptDays: 30,
} as const;

/** A bound as callers are told it. */
interface Limit {
  readonly name: string;
  readonly unit: string;
  readonly default: number;
  readonly max: number;
}

const limit = (name: string, unit: string, bounds: number | { readonly default: number; readonly max: number }): Limit =>
  typeof bounds === 'number' ? { name, unit, default: bounds, max: bounds } : { name, unit, default: bounds.default, max: bounds.max };

/** The bounds as callers are told them. */
export const describeLimits = (maxConcurrent: number): Limit[] => [
  limit('timeout', 'ms', runLimits.timeoutMs),
  limit('memory', 'bytes', runLimits.memoryBytes),
  limit('processes', 'count', runLimits.processes),
  limit('openFiles', 'count', runLimits.openFiles),
  limit('file', 'bytes', runLimits.fileBytes),
  limit('temporary', 'bytes', runLimits.temporaryBytes),
  limit('arguments', 'bytes', runLimits.argumentBytes),
  limit('stdin', 'bytes', runLimits.stdinBytes),
  limit('output', 'bytes', runLimits.outputBytes),
  limit('flood', 'bytes', runLimits.floodBytes),
  limit('runsPerUser', 'count', runLimits.perUser),
  limit('runs', 'count', maxConcurrent),
  limit('queue', 'count', runLimits.waiting),
];
