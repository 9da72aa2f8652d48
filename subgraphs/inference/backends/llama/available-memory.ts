import { readFileSync } from 'node:fs';
import { freemem } from 'node:os';

/** Bytes that can be taken now: what the machine has left, or this control group (version 2) where that is less. */
export function availableMemory(): number {
  return Math.min(ofMachine(), ofControlGroup());
}

/** Linux counts caches as available; other systems are asked for what is free. */
function ofMachine(): number {
  const kilobytes = /^MemAvailable:\s+(\d+) kB$/mu.exec(read('/proc/meminfo'))?.[1];
  return kilobytes === undefined ? freemem() : Number(kilobytes) * 1_024;
}

function ofControlGroup(): number {
  const [most, used] = [Number(read('/sys/fs/cgroup/memory.max')), Number(read('/sys/fs/cgroup/memory.current'))];
  return most > 0 && Number.isFinite(most) ? Math.max(0, most - used) : Number.POSITIVE_INFINITY;
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
