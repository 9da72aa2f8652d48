import { checkAmbiguity } from './ambiguity.ts';
import { checkExclusive } from './disjoint-shapes.ts';
import { createGrammar, type Grammar } from './grammar.ts';
import { createJsonRules, type JsonRules } from './json-grammar.ts';
import { pruneShapes } from './prune-shapes.ts';
import { readSchema } from './read-schema.ts';
import { readShapes } from './read-shapes.ts';
import { writeShapes } from './shape-grammar.ts';
import type { SchemaDocument } from './schema.ts';

/**
 * The GBNF grammar of the JSON texts that meet a JSON Schema, compact but for one optional space after `:` and `,`. Properties come in declared order. An
 * object without `additionalProperties` has the declared properties only, or any when it declares none; a list in `prefixItems` is the whole list unless
 * `items` speaks of more. Integers are safe integers without exponent. `field` names the schema in refusals.
 * @throws DomainError UNSUPPORTED_PARAMETER for a keyword that cannot be promised, BAD_USER_INPUT for a schema that is wrong, impossible or too large
 */
export function grammarOfSchema(schema: unknown, field = 'schema'): string {
  const grammar = createGrammar(field);
  return grammar.print(addSchema(readSchema(schema, field), { grammar, json: createJsonRules(grammar) }));
}

/** Adds the rules of a schema to a grammar and names that of its root. @throws DomainError as grammarOfSchema does */
export function addSchema(document: SchemaDocument, rules: { readonly grammar: Grammar; readonly json: JsonRules }): string {
  const shapes = pruneShapes(readShapes(document));
  checkExclusive(shapes);
  checkAmbiguity(shapes);
  return writeShapes(shapes, rules);
}
