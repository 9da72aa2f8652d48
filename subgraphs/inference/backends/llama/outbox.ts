export interface OutboxOptions<TEvent> {
  readonly send: (events: readonly TEvent[]) => void;
  /** How long an event may wait for others since the last message, in milliseconds; 0 sends it with those of its turn. */
  readonly patienceMs: (event: TEvent) => number;
}

/** Collects what is sent and sends it as one message: that of one turn of the event loop, and of as long as all of it may wait. */
export function createOutbox<TEvent>({ send, patienceMs }: OutboxOptions<TEvent>): (event: TEvent) => void {
  let events: TEvent[] = [];
  let sentAt = 0;
  let isUrgent = false;
  let timer: NodeJS.Timeout | undefined;

  const flush = (): void => {
    clearTimeout(timer);
    timer = undefined;
    isUrgent = false;
    sentAt = performance.now();
    const all = events;
    events = [];
    send(all);
  };
  return (event) => {
    events.push(event);
    if (isUrgent) return;
    const waitMs = sentAt + patienceMs(event) - performance.now();
    isUrgent = waitMs <= 0;
    if (isUrgent) setImmediate(flush);
    else timer ??= setTimeout(flush, waitMs);
  };
}
