import { limits } from './limits.ts';
import { checkSize } from './measure-json.ts';
import { refuse } from './refusal.ts';

/** A function that a model may ask for. */
export interface Tool {
  readonly name: string;
  readonly description?: string | null;
  /** A JSON Schema of an object; without one the function takes no arguments. */
  readonly parameters?: unknown;
}

/** What must be called: any of the tools, or one by name. */
export type ToolChoice = 'required' | { readonly name: string };

const withoutArguments = { type: 'object', properties: {}, additionalProperties: false };

/** The schema of a tool's arguments. */
export const parametersOf = ({ parameters }: Tool): unknown => parameters ?? withoutArguments;

/** Checks names and sizes of tools, not their schemas. @throws DomainError BAD_USER_INPUT */
export function checkTools(tools: readonly Tool[]): readonly Tool[] {
  if (tools.length === 0 || tools.length > limits.tools) refuse('tools', `must hold 1 to ${limits.tools} tools`);
  checkSize(tools.map(({ name, description = null, parameters = null }) => ({ name, description, parameters })), 'tools');
  const names = new Set<string>();
  for (const [index, { name }] of tools.entries()) {
    if (!/^[a-zA-Z0-9_-]{1,64}$/u.test(name)) refuse(`tools[${index}].name`, 'must be 1 to 64 letters, digits, "_" or "-"');
    if (names.has(name)) refuse(`tools[${index}].name`, 'stands twice');
    names.add(name);
  }
  return tools;
}
