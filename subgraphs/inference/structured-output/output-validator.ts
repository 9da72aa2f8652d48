import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { accepts, automatonOf } from './automaton.ts';
import { formats } from './formats.ts';
import { grammarOfSchema } from './grammar-of-schema.ts';
import { readSchema } from './read-schema.ts';
import { conditionsOf } from './regular-expression.ts';

/** Whether an answer meets its schema, and if not, why. */
export type Verdict = { readonly valid: true; readonly value: unknown } | { readonly valid: false; readonly reason: string };

export type OutputValidator = (text: string) => Verdict;

/**
 * A check of finished answers against a schema, whoever made them: no pattern of the schema can make it slow, and no answer makes it throw.
 * @throws DomainError as grammarOfSchema does
 */
export function createOutputValidator(schema: unknown, field = 'schema'): OutputValidator {
  // What no grammar can be made of is refused here too, so that both agree on what a schema means and costs.
  grammarOfSchema(schema, field);
  const ajv = new Ajv2020({
    strict: false, validateSchema: false, logger: false, meta: false, inlineRefs: false, ownProperties: true,
    multipleOfPrecision: 6, allErrors: false, messages: true, code: { regExp: Object.assign(linearPattern, { code: 'linearPattern' }) },
  });
  for (const [name, pattern] of formats) ajv.addFormat(name, { type: 'string', validate: linearPattern(pattern).test });
  for (const name of ['int64', 'float', 'double']) ajv.addFormat(name, true);
  ajv.addFormat('int32', { type: 'number', validate: (value: number) => Math.abs(value + 0.5) <= 2 ** 31 });
  const validate = ajv.compile(readSchema(schema, field).root);
  return (text) => judge(validate, text);
}

function judge(validate: ValidateFunction, text: string): Verdict {
  try {
    const value: unknown = JSON.parse(text);
    if (validate(value)) return { valid: true, value };
    const [error] = validate.errors ?? [];
    return { valid: false, reason: `${error?.instancePath === '' || error === undefined ? 'the answer' : error.instancePath} ${error?.message ?? 'does not fit'}` };
  } catch (problem) {
    return { valid: false, reason: problem instanceof SyntaxError ? 'the answer is not valid JSON' : 'the answer nests too deep' };
  }
}

/** Stands in for RegExp, in time linear in the text. */
function linearPattern(pattern: string): { readonly test: (text: string) => boolean; readonly toString: () => string } {
  const automaton = automatonOf(conditionsOf(pattern));
  // Ajv takes patterns for the same when they read the same.
  return { test: (text) => automaton !== null && accepts(automaton, text), toString: () => pattern };
}
