import { pulled } from '#kernel/iteration';
import type { Logger } from '#kernel/logging';
import type { Recorder } from './recorder.ts';
import type { PoliciesRepository, TransitionFilter, TransitionRow } from './repository.ts';

export interface TransitionFeedOptions {
  readonly filter: TransitionFilter;
  /** The id behind which it begins. */
  readonly after: bigint;
  /** Each of them ends the feed. */
  readonly signals: readonly AbortSignal[];
  readonly repository: Pick<PoliciesRepository, 'page'>;
  readonly recorder: Pick<Recorder, 'listen'>;
  readonly logger: Logger;
}

const pageSize = 256;
const readAgainMs = 250;

/** Recorded steps from the database, page after page, and then as they are stored: none is missed, and a slow reader costs nothing. */
export function createTransitionFeed({ filter, after, signals, repository, recorder, logger }: TransitionFeedOptions): AsyncIterableIterator<TransitionRow> {
  let place = after;
  let page: TransitionRow[] = [];
  let closed = false;
  let isNews = false;
  let wake: (() => void) | null = null;
  const tell = (): void => {
    isNews = true;
    wake?.();
  };
  const unlisten = recorder.listen(tell);
  const close = (): void => {
    closed = true;
    unlisten();
    for (const signal of signals) signal.removeEventListener('abort', close);
    wake?.();
  };
  for (const signal of signals) signal.addEventListener('abort', close);
  if (signals.some(({ aborted }) => aborted)) close();

  const mayRest = (): boolean => page.length === 0 && !isNews && !closed;

  async function read(): Promise<void> {
    isNews = false;
    try {
      page = [...(await repository.page(filter, { after: place, limit: pageSize }))];
      place = page.at(-1)?.id ?? place;
    } catch (error) {
      logger.warn({ component: 'policies', err: error }, 'recorded steps cannot be read; trying again');
      setTimeout(tell, readAgainMs).unref();
    }
    if (mayRest()) await new Promise<void>((resolve) => (wake = resolve));
  }

  return pulled({
    close,
    async take() {
      while (!closed && page.length === 0) await read();
      return closed ? null : page.shift() ?? null;
    },
  });
}
