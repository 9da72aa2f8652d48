const mebibyte = 1024 * 1024;

/** The bounds of modules and calls. */
export const wasmLimits = {
  moduleBytes: 16 * mebibyte,
  fuel: { default: 1e9, max: 1e11 },
  timeoutMs: { default: 1_000, max: 30_000 },
  /** Pages of 64 KiB: 16 MiB and 512 MiB. */
  memoryPages: { default: 256, max: 8_192 },
  tableElements: 65_536,
  /** Output that is kept of one call. */
  outputBytes: mebibyte,
  stdinBytes: mebibyte,
  arguments: 1_000,
  programArguments: 1_000,
  programArgumentBytes: 128 * 1024,
  functionNameLength: 1_000,
  /** How long a module may take to be checked, rewritten and compiled. */
  compileMs: 10_000,
  /** Calls at once; calls that wait, over all users and of each. */
  workers: 4,
  waiting: 64,
  waitingPerUser: 16,
  /** Modules that a user keeps. */
  modulesPerUser: 100,
  modulesBytesPerUser: 128 * mebibyte,
  moduleNameLength: 200,
} as const;
