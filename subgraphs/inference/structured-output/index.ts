export { type AnswerPart } from './answer-log.ts';
export { createSchemaCompiler, type SchemaCompiler } from './schema-compiler.ts';
export { grammarOfSchema } from './grammar-of-schema.ts';
export { jsonObjectGrammar } from './json-grammar.ts';
export { createOutputValidator } from './output-validator.ts';
export { createToolCallReader } from './tool-call-reader.ts';
export { toolCallGrammar } from './tool-call-grammar.ts';
export { checkTools, type Tool, type ToolChoice } from './tool-definitions.ts';
export { toolInstructions } from './tool-instructions.ts';
