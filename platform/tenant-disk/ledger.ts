import { DomainError } from '#kernel/errors';
import { difference, nothing, sum } from './charge.ts';
import type { Measured } from './measure.ts';
import { oneAtATime } from './one-at-a-time.ts';
import type { DiskUsage, Reservation } from './tenant-disk.ts';

/** What is known of the disk usage of one tenant. */
export interface Ledger {
  usage(): Promise<DiskUsage>;
  /** @throws DomainError DISK_QUOTA_EXCEEDED */
  reserve(growth: DiskUsage): Promise<Reservation>;
  rescan(): Promise<DiskUsage>;
  onChange(listener: () => void): () => void;
}

export interface LedgerOptions {
  readonly limits: { readonly maxBytes: number; readonly maxFiles: number };
  readonly measure: () => Promise<Measured>;
}

/**
 * Counts along with the changes that are told, and measures when it cannot be sure: a change that was made while a measurement went on may or may not be in it, so it is
 * added, and the sum is uncertain until the next one. Before anything is refused for an uncertain sum it is measured.
 */
export function createLedger({ limits, measure }: LedgerOptions): Ledger {
  const listeners = new Set<() => void>();
  let known: DiskUsage | null = null;
  let isCertain = false;
  let reserved = nothing;
  let fingerprint: string | null = null;
  let isAsked = false; // whether somebody expects changes
  let moments = 0; // beginnings and ends of measurements
  let meanwhile: DiskUsage[] = []; // changes since the beginning of the one that runs

  const measuring = oneAtATime(async () => {
    moments += 1;
    meanwhile = [];
    const { fingerprint: found, isWhole, ...measured } = await measure().finally(() => (moments += 1));
    known = meanwhile.reduce(sum, measured);
    isCertain = isWhole && meanwhile.length === 0;
    const isChanged = fingerprint === null ? isAsked : fingerprint !== found;
    fingerprint = found;
    isAsked = false;
    if (isChanged) for (const listener of listeners) listener();
    return known;
  });

  function settle(growth: DiskUsage, { actual, moment, isSure }: { readonly actual: DiskUsage; readonly moment: number; readonly isSure: boolean }): void {
    reserved = difference(reserved, growth);
    const isCounted = !measuring.isRunning && moment === moments;
    const change = isCounted ? actual : growthOf(actual);
    known = sum(known ?? nothing, change);
    isCertain &&= isCounted && isSure;
    if (measuring.isRunning) meanwhile.push(change);
  }

  return {
    rescan() {
      isAsked = true;
      return measuring.run();
    },
    usage: async () => (known !== null && isCertain ? known : measuring.run()),
    async reserve(wanted) {
      const growth = growthOf(wanted);
      if (known === null) await measuring.join();
      if (!isCertain && exceeded(sum(known ?? nothing, reserved), { growth, limits }) !== null) await measuring.run();
      const what = exceeded(sum(known ?? nothing, reserved), { growth, limits });
      if (what !== null) throw quotaExceeded(what, limits);
      reserved = sum(reserved, growth);
      const moment = moments;
      let isSettled = false;
      return {
        settle(actual, { isSure } = { isSure: true }) {
          if (!isSettled) settle(growth, { actual, moment, isSure });
          isSettled = true;
        },
      };
    },
    onChange(listener) {
      const own = (): void => listener();
      listeners.add(own);
      return () => void listeners.delete(own);
    },
  };
}

/** What shrinks makes room only when it has shrunk. */
const growthOf = ({ bytes, files }: DiskUsage): DiskUsage => ({ bytes: Math.max(0, bytes), files: Math.max(0, files) });

/** What does not grow is never too much. */
function exceeded(used: DiskUsage, { growth, limits }: { readonly growth: DiskUsage; readonly limits: LedgerOptions['limits'] }): 'bytes' | 'files' | null {
  if (growth.bytes > 0 && used.bytes + growth.bytes > limits.maxBytes) return 'bytes';
  return growth.files > 0 && used.files + growth.files > limits.maxFiles ? 'files' : null;
}

const quotaExceeded = (what: 'bytes' | 'files', { maxBytes, maxFiles }: LedgerOptions['limits']): DomainError =>
  new DomainError('DISK_QUOTA_EXCEEDED', what === 'bytes' ? `The workspace holds at most ${maxBytes} bytes` : `The workspace holds at most ${maxFiles} files and folders`, { details: { what, maxBytes, maxFiles } });
