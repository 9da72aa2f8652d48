/** Collects what is sent in one turn of the event loop and sends it as one message: a step of many answers costs one. */
export function createOutbox<TEvent>(send: (events: readonly TEvent[]) => void): (event: TEvent) => void {
  let events: TEvent[] = [];
  return (event) => {
    events.push(event);
    if (events.length > 1) return;
    setImmediate(() => {
      const all = events;
      events = [];
      send(all);
    });
  };
}
