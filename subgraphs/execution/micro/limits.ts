const mebibyte = 1024 * 1024;

/** The bounds of micro sessions and of what they execute. */
export const microLimits = {
  sessionsPerUser: 4,
  sessions: 16,
  /** Executions of one session that wait. */
  queue: 16,
  /** Who follow the output of one session. */
  watchers: 16,
  codeBytes: mebibyte,
  timeoutMs: { default: 10_000, max: 120_000 },
  /** How long code may resist an interrupt. */
  graceMs: 1_500,
  startMs: 20_000,
  idleSeconds: { default: 300, max: 3_600 },
  lifetimeMs: 3_600_000,
  /** How long an ended session is remembered. */
  rememberedMs: 600_000,
  memoryBytes: {
    PYTHON: { min: 64 * mebibyte, default: 512 * mebibyte, max: 2_048 * mebibyte },
    NODE: { min: 128 * mebibyte, default: 512 * mebibyte, max: 2_048 * mebibyte },
    /** Of its WebAssembly memory, in the process of the server. */
    JAVASCRIPT: { min: 32 * mebibyte, default: 64 * mebibyte, max: 256 * mebibyte },
  },
  /** Of output that is kept, per execution. */
  outputBytes: mebibyte,
  /** Of output that ends the session, per execution. */
  floodBytes: 16 * mebibyte,
  displays: 64,
  /** Of what is shown, per execution; beyond four times that the session ends. */
  displayBytes: 16 * mebibyte,
  /** Of one value that is shown, in all formats; of its JSON. */
  messageBytes: 8 * mebibyte,
  jsonBytes: mebibyte / 4,
  processes: 64,
  openFiles: 256,
  fileBytes: 32 * mebibyte,
  temporaryBytes: 64 * mebibyte,
} as const;

/** A bound, as callers are told it. */
interface Limit {
  readonly name: string;
  readonly unit: string;
  readonly default: number;
  readonly max: number;
}

const limit = (name: string, unit: string, bounds: number | { readonly default: number; readonly max: number }): Limit => {
  const { default: usual, max } = typeof bounds === 'number' ? { default: bounds, max: bounds } : bounds;
  return { name, unit, default: usual, max };
};

/** The bounds as callers are told them. */
export const describeLimits = (): Limit[] => [
  limit('timeout', 'ms', microLimits.timeoutMs),
  limit('grace', 'ms', microLimits.graceMs),
  limit('idle', 's', microLimits.idleSeconds),
  limit('lifetime', 's', microLimits.lifetimeMs / 1_000),
  limit('memory', 'bytes', microLimits.memoryBytes.PYTHON),
  limit('javascriptMemory', 'bytes', microLimits.memoryBytes.JAVASCRIPT),
  limit('code', 'bytes', microLimits.codeBytes),
  limit('output', 'bytes', microLimits.outputBytes),
  limit('display', 'bytes', microLimits.messageBytes),
  limit('displays', 'count', microLimits.displays),
  limit('queue', 'count', microLimits.queue),
  limit('processes', 'count', microLimits.processes),
  limit('file', 'bytes', microLimits.fileBytes),
  limit('temporary', 'bytes', microLimits.temporaryBytes),
  limit('sessionsPerUser', 'count', microLimits.sessionsPerUser),
  limit('sessions', 'count', microLimits.sessions),
];
