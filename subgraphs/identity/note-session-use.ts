import { systemClock, type Clock } from '#kernel/clock';
import { createRequestContext } from '#kernel/context';
import { dataOrThrow, type GraphPort } from '#kernel/graph-port';
import type { Logger } from '#kernel/logging';
import { NoteSessionUseDocument } from './operations.generated.ts';

export interface NoteSessionUseDependencies {
  readonly graph: GraphPort;
  readonly logger: Logger;
  readonly clock?: Clock;
}

const notedEveryMs = 60_000;
const maxRemembered = 10_000;

/**
 * Notes uses of sessions through the graph, wherever this domain runs: beside the request, and once a minute for each session.
 * A note that fails is logged; the next minute brings another.
 */
export function createNoteSessionUse({ graph, logger, clock = systemClock }: NoteSessionUseDependencies): (sessionId: string) => void {
  const operation = graph.prepare(NoteSessionUseDocument);
  const notedAt = new Map<string, number>();
  const note = async (sessionId: string): Promise<void> => {
    try {
      dataOrThrow(await operation.execute({ input: { sessionId } }, createRequestContext()));
    } catch (fault) {
      logger.warn({ component: 'identity', err: fault }, 'A use of a session was not noted');
    }
  };
  return (sessionId) => {
    const now = clock.now();
    if (now - (notedAt.get(sessionId) ?? -Infinity) < notedEveryMs) return;
    notedAt.delete(sessionId);
    const [oldest] = notedAt.keys();
    if (oldest !== undefined && notedAt.size >= maxRemembered) notedAt.delete(oldest);
    notedAt.set(sessionId, now);
    void note(sessionId);
  };
}
