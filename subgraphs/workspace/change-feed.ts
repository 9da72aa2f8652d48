import type { Clock } from '#kernel/clock';
import { pulled } from '#kernel/iteration';
import type { Subject } from '#kernel/principal';
import type { TenantDisk } from '#platform/tenant-disk';

/** What has happened to a name in the workspace of its owner. */
export interface Change {
  readonly type: 'WRITTEN' | 'DELETED' | 'MOVED' | 'RESCANNED';
  readonly owner: Subject;
  readonly path: string;
  /** Of a move: where it was. */
  readonly previousPath: string | null;
  readonly changedAt: Date;
}

/** Tells changes of workspaces to those who watch. */
export interface ChangeFeed {
  tell(owner: Subject, change: { readonly type: Change['type']; readonly path: string; readonly previousPath?: string }): void;
  /** Changes at a path or around it, from now on, until any of the signals is aborted. Who is too slow misses some, and gets RESCANNED instead. */
  watch(owner: Subject, path: string, signals: readonly AbortSignal[]): AsyncIterableIterator<Change>;
}

const queueSize = 256;

/** A feed in memory. */
export function createChangeFeed({ disk, clock }: { readonly disk: Pick<TenantDisk, 'onRescan'>; readonly clock: Clock }): ChangeFeed {
  const watchers = new Map<Subject, Set<(change: Change) => void>>();

  return {
    tell(owner, { type, path, previousPath = null }) {
      for (const push of watchers.get(owner) ?? []) push({ type, owner, path, previousPath, changedAt: new Date(clock.now()) });
    },

    watch(owner, path, signals) {
      const rescanned = (): Change => ({ type: 'RESCANNED', owner, path, previousPath: null, changedAt: new Date(clock.now()) });
      const queue = createQueue();
      const push = (change: Change): void => {
        if (touches(change, path)) queue.push(change, rescanned);
      };
      const own = watchers.get(owner) ?? new Set();
      watchers.set(owner, own.add(push));
      const stopRescans = disk.onRescan(owner, () => queue.push(rescanned(), rescanned));
      const close = (): void => {
        stopRescans();
        if (own.delete(push) && own.size === 0 && watchers.get(owner) === own) watchers.delete(owner);
        for (const signal of signals) signal.removeEventListener('abort', close);
        queue.close();
      };
      for (const signal of signals) signal.addEventListener('abort', close);
      if (signals.some(({ aborted }) => aborted)) close();
      return pulled({ take: () => queue.take(), close });
    },
  };
}

/** Whether a change concerns a path: at it, below it, or of a folder that it is in. */
const touches = ({ path, previousPath }: Change, watched: string): boolean =>
  [path, previousPath].some((changed) => changed !== null && (isAtOrBelow(changed, watched) || isAtOrBelow(watched, changed)));

const isAtOrBelow = (path: string, folder: string): boolean => folder === '.' || path === folder || path.startsWith(`${folder}/`);

interface Queue {
  push(change: Change, rescanned: () => Change): void;
  /** The next one, when there is one; null after the end. */
  take(): Promise<Change | null>;
  close(): void;
}

function createQueue(): Queue {
  let changes: Change[] = [];
  let isClosed = false;
  let wake = (): void => undefined;
  return {
    push(change, rescanned) {
      const isRepeated = change.type === 'RESCANNED' && changes.at(-1)?.type === 'RESCANNED';
      if (isClosed || isRepeated) return;
      changes = changes.length === queueSize ? [rescanned()] : [...changes, change];
      wake();
    },
    async take() {
      while (!isClosed && changes.length === 0) await new Promise<void>((resolve) => (wake = resolve));
      return isClosed ? null : changes.shift() ?? null;
    },
    close() {
      isClosed = true;
      changes = [];
      wake();
    },
  };
}
