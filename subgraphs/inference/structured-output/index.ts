export { type AnswerPart, type ReadAnswer, type ToolCall } from './answer-log.ts';
export { grammarOfSchema } from './grammar-of-schema.ts';
export { jsonObjectGrammar } from './json-grammar.ts';
export { createOutputValidator, type OutputValidator, type Verdict } from './output-validator.ts';
export { createToolCallReader, type ReaderOptions, type ToolCallReader } from './tool-call-reader.ts';
export { toolCallGrammar, type ToolCallOptions } from './tool-call-grammar.ts';
export { checkTools, type Tool, type ToolChoice } from './tool-definitions.ts';
export { toolInstructions } from './tool-instructions.ts';
