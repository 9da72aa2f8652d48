import { addSchema } from './grammar-of-schema.ts';
import { call, createGrammar, literal } from './grammar.ts';
import type { Item } from './grammar-rule.ts';
import { createJsonRules } from './json-grammar.ts';
import { limits } from './limits.ts';
import { readSchema } from './read-schema.ts';
import { refuse } from './refusal.ts';
import { checkTools, parametersOf, type Tool, type ToolChoice } from './tool-definitions.ts';

export interface ToolCallOptions {
  readonly tools: readonly Tool[];
  readonly choice: ToolChoice;
  /** Whether several calls may stand in one answer. */
  readonly parallel: boolean;
}

/**
 * A grammar that makes an answer one call, `{"name":"…","arguments":{…}}`, or when parallel a list of up to 32; the arguments meet the schema of the tool.
 * @throws DomainError BAD_USER_INPUT, UNSUPPORTED_PARAMETER, as grammarOfSchema does, with fields such as `tools[0].parameters#/properties/x`
 */
export function toolCallGrammar({ tools, choice, parallel }: ToolCallOptions): string {
  checkTools(tools);
  const grammar = createGrammar('tools');
  const json = createJsonRules(grammar);
  const callable = tools.map((tool, index) => ({ tool, index })).filter(({ tool }) => choice === 'required' || tool.name === choice.name);
  if (callable.length === 0) refuse('tool_choice', 'names none of the tools');
  const calls = grammar.rule(callable.map(({ tool, index }): readonly Item[] => {
    const document = readSchema(parametersOf(tool), `tools[${index}].parameters`);
    return [literal(`${JSON.stringify(tool.name)},`), json.space(), literal('"arguments":'), json.space(), call(addSchema(document, { grammar, json })), literal('}')];
  }));
  const one: readonly Item[] = [literal('{"name":'), json.space(), call(calls)];
  if (!parallel) return grammar.print(grammar.rule([one]));
  const more = grammar.rule([[literal(','), json.space(), ...one]]);
  return grammar.print(grammar.rule([[literal('['), ...one, ...grammar.repeated(more, 0, limits.calls - 1), literal(']')]]));
}
