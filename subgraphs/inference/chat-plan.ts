import { DomainError } from '#kernel/errors';
import type { AnswerPlan } from './answer-plan.ts';
import { createCallReader, createTextReader } from './answer-reader.ts';
import type { ToolDefinition } from './backends/backend.ts';
import { checkMessages, checkToolInputs, type ChatInput } from './chat-input.ts';
import { checkGeneration, refuse, type Optional } from './generation-input.ts';
import { createSchemaCompiler, jsonObjectGrammar, type SchemaCompiler, type ToolChoice } from './structured-output/index.ts';

type Form = Pick<AnswerPlan, 'grammar' | 'shape' | 'createReader' | 'meetsFormat'>;

const schemaField = 'responseFormat.schema';
const text: Form = { grammar: null, createReader: createTextReader, meetsFormat: null };

/** Says how to answer a chat. @throws DomainError BAD_USER_INPUT, UNSUPPORTED_PARAMETER */
export type ChatPlanner = (input: ChatInput) => AnswerPlan;

/** A planner that compiles each schema once for as long as it is in use. */
export function createChatPlanner(): ChatPlanner {
  const compiler = createSchemaCompiler();
  return (input) => {
    const generation = checkGeneration(input);
    const messages = checkMessages(input.messages);
    const tools = checkToolInputs(input.tools ?? []);
    const mode = input.toolChoice?.mode ?? 'AUTO';
    const usesTools = mode !== 'NONE' && tools.length > 0;
    if (mode === 'REQUIRED' && !usesTools) refuse('toolChoice', 'needs tools');
    const prompt = { kind: 'chat', messages, tools: usesTools ? tools : [] } as const;
    return { kind: 'chatcmpl', model: input.model, prompts: [prompt], generation, echo: false, ...(usesTools ? toolForm(input, { tools, compiler }) : textForm(input, compiler)) };
  };
}

/** An answer that calls tools: by a grammar where it must, by what it was told where it may. */
function toolForm({ toolChoice, parallelToolCalls, responseFormat }: ChatInput, { tools, compiler }: { readonly tools: readonly ToolDefinition[]; readonly compiler: SchemaCompiler }): Form {
  if ((responseFormat?.type ?? 'TEXT') !== 'TEXT') refuseUnsupported('responseFormat', 'is not supported together with tools that may be called');
  const required = toolChoice?.mode === 'REQUIRED' ? toToolChoice(toolChoice.name) : null;
  if (required === null && typeof toolChoice?.name === 'string') refuse('toolChoice.name', 'needs the mode REQUIRED');
  const parallel = parallelToolCalls ?? required === null;
  return {
    grammar: required === null ? null : compiler.toolCalls({ tools, choice: required, parallel }),
    shape: { toolChoice: required ?? 'auto', parallelToolCalls: parallel },
    createReader: () => createCallReader({ names: tools.map(({ name }) => name), parallel }),
    meetsFormat: null,
  };
}

const toToolChoice = (name: Optional<string>): ToolChoice => (typeof name === 'string' ? { name } : 'required');

function textForm({ responseFormat }: ChatInput, compiler: SchemaCompiler): Form {
  const type = responseFormat?.type ?? 'TEXT';
  const schema = responseFormat?.schema ?? null;
  if ((schema !== null) !== (type === 'JSON_SCHEMA')) refuse(schemaField, 'belongs to the type JSON_SCHEMA');
  if (type === 'TEXT') return text;
  if (type === 'JSON_OBJECT') return { ...text, grammar: jsonObjectGrammar(), shape: { format: { kind: 'json' } }, meetsFormat: isJsonObject };
  const { grammar, validator } = compiler.schema(schema, schemaField);
  return { ...text, grammar, shape: { format: { kind: 'schema', schema } }, meetsFormat: (answer) => validator()(answer).valid };
}

function isJsonObject(answer: string): boolean {
  try {
    const value: unknown = JSON.parse(answer);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

function refuseUnsupported(field: string, reason: string): never {
  throw new DomainError('UNSUPPORTED_PARAMETER', `${field} ${reason}`, { details: { field, reason } });
}
