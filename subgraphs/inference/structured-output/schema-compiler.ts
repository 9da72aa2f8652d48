import { createTextCache } from '../text-cache.ts';
import { grammarOfSchema } from './grammar-of-schema.ts';
import { checkSize } from './measure-json.ts';
import { createOutputValidator, type OutputValidator } from './output-validator.ts';
import { toolCallGrammar, type ToolCallOptions } from './tool-call-grammar.ts';
import { checkTools } from './tool-definitions.ts';

/** Turns schemas into grammars and checks, each once for as long as it is in use. */
export interface SchemaCompiler {
  /** The grammar of the answers that meet a schema, and the check of one. @throws DomainError as grammarOfSchema does */
  schema(schema: unknown, field: string): CompiledSchema;
  /** @throws DomainError as toolCallGrammar does */
  toolCalls(options: ToolCallOptions): string;
}

/** What a schema has become. */
export interface CompiledSchema {
  readonly grammar: string;
  /** Made at its first use: most answers are never checked. */
  readonly validator: () => OutputValidator;
}

/** Characters of schemas and grammars that are kept; a check takes about as much as both. */
const mostCharacters = 4_000_000;

/** A compiler that keeps what was used last. */
export function createSchemaCompiler(): SchemaCompiler {
  const schemas = createTextCache<CompiledSchema>({ most: mostCharacters, weigh: (text, { grammar }) => text.length + grammar.length });
  const calls = createTextCache<string>({ most: mostCharacters, weigh: (text, grammar) => text.length + grammar.length });
  return {
    schema(schema, field) {
      checkSize(schema, field); // before it is written as a text
      return schemas.get(`${field} ${JSON.stringify(schema)}`, () => ({ grammar: grammarOfSchema(schema, field), validator: once(() => createOutputValidator(schema, field)) }));
    },
    toolCalls(options) {
      checkTools(options.tools);
      return calls.get(JSON.stringify(options), () => toolCallGrammar(options));
    },
  };
}

function once<TValue>(make: () => TValue): () => TValue {
  let made: { readonly value: TValue } | undefined;
  return () => (made ??= { value: make() }).value;
}
