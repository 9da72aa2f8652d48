import { limits } from './limits.ts';
import { refuse, refuseUnsupported } from './refusal.ts';
import type { Schema, SchemaDocument, SchemaObject } from './schema.ts';

/** Schemas that one value has to meet together. */
export type Conjunction = readonly Schema[];

/** A conjunction without references and `allOf`: nothing that can be met, a choice between conjunctions, or plain demands. */
export type Flat =
  | { readonly kind: 'impossible' }
  | { readonly kind: 'choice'; readonly branches: readonly Conjunction[]; readonly exclusive: boolean; readonly place: string }
  | { readonly kind: 'plain'; readonly demands: readonly SchemaObject[]; readonly place: string };

export interface Conjunctions {
  /** A name of the conjunction: equal for the same schemas in any order, so that recursion comes back to where it was. */
  keyOf(conjunction: Conjunction): string;
  flatten(conjunction: Conjunction): Flat;
}

interface Seen {
  readonly schemas: Set<SchemaObject>;
  /** The same without references and `allOf`. */
  readonly demands: Set<SchemaObject>;
}

/** Works out what schemas mean together. The parts that it takes schemas into are the same objects each time. */
export function createConjunctions(document: SchemaDocument): Conjunctions {
  const numbers = new Map<Schema, number>();
  const origins = new Map<Schema, SchemaObject>();
  const parts = new Map<SchemaObject, Map<string, SchemaObject>>();
  const originOf = (schema: SchemaObject): SchemaObject => origins.get(schema) ?? schema;
  const numberOf = (schema: Schema): number => {
    const number = numbers.get(schema) ?? numbers.size;
    numbers.set(schema, number);
    return number;
  };

  /** The schema without a keyword. */
  const without = (schema: SchemaObject, keyword: keyof SchemaObject): SchemaObject => {
    if (schema[keyword] === undefined) return schema;
    const known = parts.get(schema) ?? new Map<string, SchemaObject>();
    parts.set(schema, known);
    const part = known.get(keyword) ?? Object.fromEntries(Object.entries(schema).filter(([name]) => name !== keyword));
    known.set(keyword, part);
    origins.set(part, originOf(schema));
    return part;
  };

  /** Adds the demands of a schema and of what it refers to; false when it can never be met. */
  const collect = (schema: Schema, seen: Seen, active: ReadonlySet<SchemaObject>): boolean => {
    if (typeof schema === 'boolean') return schema;
    const place = document.placeOf(originOf(schema));
    if (active.has(schema)) refuseUnsupported(`${place}/$ref`, 'refers to itself without a value in between');
    if (active.size > limits.depth) refuse(`${place}/$ref`, `is behind more than ${limits.depth} other references`);
    if (seen.schemas.has(schema)) return true;
    seen.schemas.add(schema);
    seen.demands.add(without(without(schema, '$ref'), 'allOf'));
    const others = [...(schema.allOf ?? []), ...(schema.$ref === undefined ? [] : [document.resolve(schema.$ref, originOf(schema))])];
    const inside = new Set(active).add(schema);
    return others.every((other) => collect(other, seen, inside));
  };

  return {
    keyOf: (conjunction) => [...new Set(conjunction.map(numberOf))].sort((a, b) => a - b).join(','),
    flatten: (conjunction) => {
      const seen: Seen = { schemas: new Set(), demands: new Set() };
      if (!conjunction.every((schema) => collect(schema, seen, new Set()))) return { kind: 'impossible' };
      const found = seen.demands;
      const [first] = conjunction;
      const place = first === undefined || typeof first === 'boolean' ? document.placeOf(true) : document.placeOf(originOf(first));
      for (const schema of found) {
        const keyword = schema.anyOf === undefined ? 'oneOf' : 'anyOf';
        const options = schema[keyword];
        if (options === undefined) continue;
        const rest = [...found].map((other) => (other === schema ? without(schema, keyword) : other));
        return { kind: 'choice', branches: options.map((option) => [...rest, option]), exclusive: keyword === 'oneOf', place: `${document.placeOf(originOf(schema))}/${keyword}` };
      }
      return { kind: 'plain', demands: [...found], place };
    },
  };
}
