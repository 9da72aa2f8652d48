import { OperationTypeNode, type GraphQLError } from 'graphql';
import type { RequestContext } from '#kernel/context';
import type { GraphOutcome, PreparedOperation } from '#kernel/graph-port';
import { createExecutionScope } from '../subgraph-links/index.ts';
import type { CheckedOperation } from './document/checked-operation.ts';
import type { ChooseVariant } from './authorisation/choose-variant.ts';
import type { Data } from './data.ts';
import { deniedErrors } from './authorisation/denied-fields.ts';
import type { OperationResult } from './engine-metrics.ts';
import type { RequestVariables } from './graph-engine.ts';
import { faultRefusal } from './fault-refusal.ts';
import { streamOf } from './stream/graph-stream.ts';
import { openGraphStream, type Begun, type RunEnvironment } from './stream/open-stream.ts';
import type { OperationVariant } from './operation-variant.ts';
import { refusedJson, toJson, toOutcome } from './answer/outcome.ts';
import { refusal } from './refusal.ts';
import { createRun, type Run } from './execution/run.ts';

/** Makes an operation ready to run any number of times. */
export function createPreparedOperation(checked: CheckedOperation, choose: ChooseVariant, { logger, metrics }: RunEnvironment): PreparedOperation<Data, RequestVariables> {
  const kind = checked.document.operation.operation;
  const count = metrics.operation(kind);

  const begin = (given: RequestVariables, context: RequestContext): Begun | readonly GraphQLError[] => {
    const coerced = checked.coerce(given);
    if ('errors' in coerced) return coerced.errors;
    const { variables } = coerced;
    const variant = choose(context.principal);
    const errors = variant.denied.length === 0 ? [] : deniedErrors(variant.denied, variables, context.principal);
    return { variant, run: createRun(variables, createExecutionScope(context), errors) };
  };

  /** Fetches all, then answers by `finish`; a fault becomes a refusal by `refuse`. */
  const answer = <TAnswer>(given: RequestVariables, context: RequestContext, { finish, refuse }: Answers<TAnswer>): TAnswer | Promise<TAnswer> => {
    const refused = (errors: readonly GraphQLError[]): TAnswer => {
      count('refused');
      return refuse(errors);
    };
    const fail = (fault: unknown): TAnswer => refused([faultRefusal(fault, context, logger)]);
    const end = ({ run, variant }: Begun): TAnswer => {
      if (variant.introspect !== null) Object.assign(run.data ??= {}, variant.introspect(run.variables));
      const answered = finish(run, variant);
      count(resultOf(run));
      return answered;
    };
    try {
      if (kind === OperationTypeNode.SUBSCRIPTION) return refused([refusal('INVALID_REQUEST', 'A subscription needs a stream')]);
      const begun = begin(given, context);
      if (!('run' in begun)) return refused(begun);
      const pending = begun.variant.step?.(begun.run);
      return pending === undefined ? end(begun) : pending.then(() => end(begun)).catch(fail);
    } catch (fault) {
      return fail(fault);
    }
  };

  const toObject: Answers<GraphOutcome<Data>> = { finish: (run, variant) => toOutcome(run, variant, logger), refuse: (errors) => ({ errors }) };
  const toText: Answers<string> = { finish: (run, variant) => toJson(run, variant, logger), refuse: refusedJson };

  return {
    execute: async (given, context) => answer(given, context, toObject),
    executeToJson: (given, context) => answer(given, context, toText),
    async subscribe(given, context) {
      if (kind !== OperationTypeNode.SUBSCRIPTION) return streamOf(await answer(given, context, toObject));
      try {
        const begun = begin(given, context);
        const stream = 'run' in begun ? await openGraphStream(begun, { logger, metrics }) : streamOf({ errors: begun });
        count('run' in begun ? 'ok' : 'refused');
        return stream;
      } catch (fault) {
        count('refused');
        return streamOf({ errors: [faultRefusal(fault, context, logger)] });
      }
    },
  };
}

/** The two forms of an answer. */
interface Answers<TAnswer> {
  readonly finish: (run: Run, variant: OperationVariant) => TAnswer;
  readonly refuse: (errors: readonly GraphQLError[]) => TAnswer;
}

const resultOf = ({ errors }: Run): OperationResult => (errors.length === 0 ? 'ok' : 'partial');
