import type { Dispatcher } from 'undici';
import type { Clock } from '#kernel/clock';
import { subgraphHeader } from './caller.ts';
import { exchange } from './http-exchange.ts';

export interface RemoteHealthOptions {
  readonly name: string;
  readonly dispatcher: Dispatcher;
  /** Of the URL of the process, without a slash at the end. */
  readonly basePath: string;
  readonly clock: Clock;
}

const keptMs = 1_000;
const patienceMs = 1_500;
const bounds = { answerBytes: 65_536, stallMs: patienceMs };

/** Asks the process of a subgraph whether that subgraph is ready, at most once a second. */
export function createRemoteHealth({ name, dispatcher, basePath, clock }: RemoteHealthOptions): () => Promise<boolean> {
  let latest: { readonly at: number; readonly ready: Promise<boolean> } | undefined;
  const ask = async (): Promise<boolean> => {
    const asked = exchange(dispatcher, { method: 'GET', path: `${basePath}/ready`, headers: { accept: 'application/json' }, body: null }, bounds);
    const late = setTimeout(() => asked.abort(), patienceMs);
    try {
      const { status, headers } = await asked.answer;
      return status === 200 && headers[subgraphHeader] === name;
    } catch {
      return false;
    } finally {
      clearTimeout(late);
    }
  };
  return () => {
    const now = clock.now();
    if (latest === undefined || now - latest.at >= keptMs) latest = { at: now, ready: ask() };
    return latest.ready;
  };
}
