import { isData, isList, type Data } from '../../data.ts';
import { typeOfPathElement, type Rewrite } from '../../plan.ts';
import type { IsKindOf } from '../../type-kinds.ts';

/** Applies rewrites to an answer or a representation, in place. */
export function applyRewrites(rewrites: readonly Rewrite[], value: unknown, isKindOf: IsKindOf): void {
  for (const rewrite of rewrites) rewriteAt(rewrite, { value, depth: 0 }, isKindOf);
}

function rewriteAt(rewrite: Rewrite, { value, depth }: { readonly value: unknown; readonly depth: number }, isKindOf: IsKindOf): void {
  if (isList(value)) {
    for (const item of value) rewriteAt(rewrite, { value: item, depth }, isKindOf);
    return;
  }
  const element = rewrite.path[depth];
  if (!isData(value) || element === undefined) return;
  const type = typeOfPathElement(element);
  if (type !== null) {
    const typename = value['__typename'];
    if (typename === undefined || (typeof typename === 'string' && isKindOf(typename, type))) rewriteAt(rewrite, { value, depth: depth + 1 }, isKindOf);
  } else if (depth < rewrite.path.length - 1) {
    rewriteAt(rewrite, { value: value[element], depth: depth + 1 }, isKindOf);
  } else {
    change(value, element, rewrite);
  }
}

function change(data: Data, key: string, rewrite: Rewrite): void {
  if (rewrite.kind === 'set') {
    if (key in data || key === '__typename') data[key] = rewrite.value;
  } else if (key in data) {
    data[rewrite.key] = data[key];
    Reflect.deleteProperty(data, key);
  }
}
