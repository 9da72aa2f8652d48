import { checkTools, parametersOf, type Tool } from './tool-definitions.ts';

/** What tells a model whose template knows no tools about them, for the system message. @throws DomainError BAD_USER_INPUT */
export function toolInstructions(tools: readonly Tool[]): string {
  const lines = checkTools(tools).map((tool) => JSON.stringify({ name: tool.name, ...(tool.description !== undefined && tool.description !== null && { description: tool.description }), parameters: parametersOf(tool) }));
  return [
    'You can call these functions. Each line is one function, its parameters as a JSON Schema:',
    ...lines,
    'To call a function, answer with nothing but {"name":"<function>","arguments":{<arguments>}}; to call several, with a list of these: [{…},{…}].',
    'To answer without a function, write plain text.',
  ].join('\n');
}
