import type { ReadyModule } from './tasks.ts';

/** Compiled modules, as many as fit. */
export interface ModuleCache {
  readonly size: number;
  get(key: string): ReadyModule | undefined;
  /** Forgets those that were not used for the longest time, to make room. */
  set(key: string, ready: ReadyModule, bytes: number): void;
}

/** Keeps modules of at most `capacity` bytes together, before they were compiled. */
export function createModuleCache(capacity: number): ModuleCache {
  const entries = new Map<string, { readonly ready: ReadyModule; readonly bytes: number }>();
  let held = 0;
  const forget = (key: string): void => {
    held -= entries.get(key)?.bytes ?? 0;
    entries.delete(key);
  };
  return {
    get size() {
      return entries.size;
    },
    get(key) {
      const entry = entries.get(key);
      if (entry === undefined) return undefined;
      entries.delete(key);
      entries.set(key, entry);
      return entry.ready;
    },
    set(key, ready, bytes) {
      forget(key);
      entries.set(key, { ready, bytes });
      held += bytes;
      for (const oldest of entries.keys()) {
        if (held <= capacity) break;
        forget(oldest);
      }
    },
  };
}
