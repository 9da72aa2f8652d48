/** Values in the order in which they were added. */
export interface LinkedList<TValue> {
  /** Adds a value at the end, until the returned function is called; calling it again does nothing. */
  add(value: TValue): () => void;
  /** The value that has been there longest; null when there is none. */
  first(): TValue | null;
  /** All that are there now. */
  values(): TValue[];
}

interface Node<TValue> {
  readonly value: TValue;
  before: Node<TValue> | null;
  after: Node<TValue> | null;
  isListed: boolean;
}

/**
 * A list for what comes and goes with every request. A Map or Set is not: with so many deletions V8 makes it a new table again and again, and the table before points to
 * it. Once one of them is in the old generation, all that was ever listed after it stays in memory until that generation is collected.
 */
export function createLinkedList<TValue>(): LinkedList<TValue> {
  let first: Node<TValue> | null = null;
  let last: Node<TValue> | null = null;

  const remove = (node: Node<TValue>): void => {
    if (!node.isListed) return;
    node.isListed = false;
    const { before, after } = node;
    if (before === null) first = after;
    else before.after = after;
    if (after === null) last = before;
    else after.before = before;
    // What points on would keep alive what it points to.
    node.before = null;
    node.after = null;
  };

  return {
    add(value) {
      const node: Node<TValue> = { value, before: last, after: null, isListed: true };
      if (last === null) first = node;
      else last.after = node;
      last = node;
      return () => remove(node);
    },
    first: () => first?.value ?? null,
    values() {
      const values: TValue[] = [];
      for (let node = first; node !== null; node = node.after) values.push(node.value);
      return values;
    },
  };
}
