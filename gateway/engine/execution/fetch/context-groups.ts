import { asSerialised, isData, isList, type Data } from '../../data.ts';
import { eachElement, typeOfPathElement, type ContextVariable } from '../../plan.ts';
import type { IsKindOf } from '../../type-kinds.ts';
import type { PlanEnvironment } from '../environment.ts';
import type { EntityPlan } from './entity-batch.ts';

/** Entities that have the same values above them, by variable. */
export interface ContextGroup {
  readonly values: Data;
  readonly entities: Data[];
}

/**
 * Compiles what arguments with `@fromContext` get: the values lie in objects above each entity. A variable has one value in a fetch, so that
 * entities with other values are another group, with a fetch of its own.
 */
export function compileContextGroups({ contextVariables }: EntityPlan, { isKindOf }: PlanEnvironment, path: readonly string[]): (data: unknown) => readonly ContextGroup[] {
  return (data) => {
    const groups = new Map<string, ContextGroup>();
    visitEntities({ value: data, above: [] }, path, ({ value: entity, above }) => {
      const values = contextOf([...above, entity], contextVariables, isKindOf);
      const key = JSON.stringify(values);
      const group = groups.get(key);
      if (group === undefined) groups.set(key, { values, entities: [entity] });
      else group.entities.push(entity);
    });
    return [...groups.values()];
  };
}

/** A value, with the objects that it lies in, from the root on. */
interface Position<TValue> {
  readonly value: TValue;
  readonly above: readonly Data[];
}

function visitEntities({ value, above }: Position<unknown>, path: readonly string[], visit: (position: Position<Data>) => void): void {
  const [element, ...rest] = path;
  if (element === eachElement) {
    if (isList(value)) for (const item of value) visitEntities({ value: item, above }, rest, visit);
  } else if (isData(value)) {
    if (element === undefined) visit({ value, above });
    else visitEntities({ value: value[element], above: [...above, value] }, rest, visit);
  }
}

function contextOf(upTo: readonly Data[], variables: readonly ContextVariable[], isKindOf: IsKindOf): Data {
  const values: Data = {};
  for (const { name, levels, path } of variables) {
    if (name in values) continue;
    const value = valueAt(upTo.at(-1 - levels), path, isKindOf);
    if (value !== undefined) values[name] = value;
  }
  return values;
}

/** The value at a path of keys and types; undefined when it leads elsewhere. */
function valueAt(value: unknown, path: readonly string[], isKindOf: IsKindOf): unknown {
  const [element, ...rest] = path;
  if (element === undefined) return asSerialised(value);
  if (value === null) return null;
  if (isList(value)) return value.map((item) => valueAt(item, path, isKindOf));
  if (!isData(value)) return undefined;
  const type = typeOfPathElement(element);
  if (type === null) return valueAt(value[element], rest, isKindOf);
  const typename = value['__typename'];
  return typeof typename === 'string' && isKindOf(typename, type) ? valueAt(value, rest, isKindOf) : undefined;
}
