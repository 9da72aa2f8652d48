/** Lets at most so many callers go on in one turn of the event loop, in order: others get theirs between them. */
export function createTurns(perTurn: number): () => Promise<void> {
  const waiting: (() => void)[] = [];
  function next(): void {
    for (const goOn of waiting.splice(0, perTurn)) goOn();
    if (waiting.length > 0) setImmediate(next);
  }
  return () =>
    new Promise((resolve) => {
      if (waiting.push(resolve) === 1) setImmediate(next);
    });
}
