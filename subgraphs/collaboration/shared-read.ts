/**
 * A read that is asked for many times at once with equal keys, as by each profile of a list that is the caller's own, and runs once. Nobody is given the answer to
 * a question that was put earlier: only calls of one turn of the event loop share it. Keys are compared as JSON.
 */
export function sharedRead<TKey extends object, TAnswer>(read: (key: TKey) => Promise<TAnswer>): (key: TKey) => Promise<TAnswer> {
  const running = new Map<string, Promise<TAnswer>>();
  return (key) => {
    const text = JSON.stringify(key);
    const answer = running.get(text) ?? read(key);
    if (!running.has(text)) setImmediate(() => running.delete(text));
    running.set(text, answer);
    return answer;
  };
}
