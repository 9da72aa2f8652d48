import type { InvokeRequest, Outcome } from '../host-messages.ts';
import type { FunctionType } from '../metering/index.ts';
import type { Call, ReadyModule } from './tasks.ts';
import { expectedOf, toEngineValue, travels, type EngineValue } from './values.ts';

type Refused = Extract<Outcome, { status: 'refused' }>;

const refused = (field: string, reason: string): Refused => ({ status: 'refused', field, reason });

/** The call that is asked for, or why it cannot be made. */
export function prepareCall({ module, facts }: ReadyModule, request: InvokeRequest, outputBytes: number): Call | Refused {
  const chosen = facts.exports.find(({ name }) => name === request.function);
  if (chosen === undefined) return refused('function', 'is not exported by the module');
  const { type } = chosen;
  if (type === null) return refused('function', `is a ${chosen.kind}, not a function`);
  if (![...type.parameters, ...type.results].every(travels)) return refused('function', 'takes or gives values that are no numbers');
  const parameters = toParameters(type, request.arguments);
  if ('status' in parameters) return parameters;
  const { programArguments, stdin, seed } = request;
  return {
    module,
    function: request.function,
    type,
    parameters,
    fuel: request.fuel,
    memoryPages: facts.memory?.min ?? 0,
    // A module with `_start` is a program; one with `_initialize` wants to be made ready, once.
    isReactor: !['_start', '_initialize'].includes(request.function) && facts.exports.some(({ name, type: own }) => name === '_initialize' && own !== null && own.parameters.length === 0),
    wasi: facts.imports.length === 0 ? null : { programArguments: ['program', ...programArguments], stdin, seed, outputBytes },
  };
}

function toParameters({ parameters: types }: FunctionType, values: readonly unknown[]): readonly EngineValue[] | Refused {
  if (values.length !== types.length) return refused('arguments', `must be ${types.length}, not ${values.length}`);
  const parameters: EngineValue[] = [];
  for (const [index, type] of types.entries()) {
    const parameter = toEngineValue(type, values[index]);
    if (parameter === undefined) return refused(`arguments.${index}`, `must be ${expectedOf(type)}`);
    parameters.push(parameter);
  }
  return parameters;
}
