/** A tree with a level for each value of a list: equal lists lead to the same branch. */
export interface Branch<TThing> {
  /** What is noted for the list that ends here. */
  thing: TThing | null;
  next: Map<unknown, Branch<TThing>> | null;
}

/** The beginning of a tree. */
export const createBranch = <TThing>(): Branch<TThing> => ({ thing: null, next: null });

/** The branch for one more value, as JSON has them; values of two types are never equal, objects are by their JSON texts. */
export const branchBelow = <TThing>(branch: Branch<TThing>, value: unknown): Branch<TThing> =>
  (typeof value === 'object' && value !== null ? below(below(branch, isObject), JSON.stringify(value)) : below(branch, value));

/** The level that keeps texts of objects apart from texts. */
const isObject = Symbol('an object');

function below<TThing>(branch: Branch<TThing>, value: unknown): Branch<TThing> {
  branch.next ??= new Map();
  const known = branch.next.get(value);
  if (known !== undefined) return known;
  const made = createBranch<TThing>();
  branch.next.set(value, made);
  return made;
}
