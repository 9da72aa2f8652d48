import { isData, isList, type Data } from '../../data.ts';
import { eachElement } from '../../plan.ts';
import type { Path } from '../../document/response-path.ts';

/** The objects at a path of the data, nulls left out; an object that is there twice comes twice. */
export function entitiesAt(data: unknown, path: readonly string[]): Data[] {
  let values: unknown[] = [data];
  for (const element of path) values = element === eachElement ? itemsOf(values) : fieldsOf(values, element);
  return values.filter(isData);
}

function itemsOf(lists: readonly unknown[]): unknown[] {
  const items: unknown[] = [];
  for (const list of lists) {
    if (!isList(list)) continue;
    for (const item of list) items.push(item);
  }
  return items;
}

function fieldsOf(objects: readonly unknown[], key: string): unknown[] {
  const values: unknown[] = [];
  for (const object of objects) {
    if (isData(object)) values.push(object[key]);
  }
  return values;
}

/** Where in the data each object at a path is, with the indexes of lists. */
export function placesAt(data: unknown, path: readonly string[]): ReadonlyMap<Data, readonly Path[]> {
  const places = new Map<Data, Path[]>();
  collectPlaces({ value: data, place: [], depth: 0 }, path, places);
  return places;
}

interface Position {
  readonly value: unknown;
  readonly place: Path;
  readonly depth: number;
}

function collectPlaces({ value, place, depth }: Position, path: readonly string[], places: Map<Data, Path[]>): void {
  const element = path[depth];
  if (element === eachElement) {
    if (isList(value)) value.forEach((item, index) => collectPlaces({ value: item, place: [...place, index], depth: depth + 1 }, path, places));
  } else if (isData(value)) {
    if (element !== undefined) {
      collectPlaces({ value: value[element], place: [...place, element], depth: depth + 1 }, path, places);
      return;
    }
    const known = places.get(value);
    if (known === undefined) places.set(value, [place]);
    else known.push(place);
  }
}
