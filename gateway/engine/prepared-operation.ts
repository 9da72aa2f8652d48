import { OperationTypeNode } from 'graphql';
import type { RequestContext } from '#kernel/context';
import { DomainError } from '#kernel/errors';
import type { GraphOutcome } from '#kernel/graph-port';
import type { Logger } from '#kernel/logging';
import { afterwards, createExecutionScope } from '../subgraph-links/index.ts';
import { createAnswerOperation, datedForm, type AnswerForm, type AnswerOperation } from './answer-operation.ts';
import { refusedJson, toJson, toOutcome } from './answer/outcome.ts';
import type { VariantChooser } from './authorisation/choose-variant.ts';
import { deniedErrors } from './authorisation/denied-fields.ts';
import { compileCaching, compileInvalidating, type CachingEnvironment, type OperationCaching } from './cache/operation-caching.ts';
import { requireCost } from './cost/require-cost.ts';
import { isData, type Data } from './data.ts';
import type { CheckedOperation } from './document/checked-operation.ts';
import { createRun } from './execution/run.ts';
import { faultRefusal } from './fault-refusal.ts';
import type { KeptAnswers, RequestVariables } from './graph-engine.ts';
import { describePlan } from './observation/describe-plan.ts';
import type { OperationWatch } from './observation/operation-watch.ts';
import type { Admission, RunnableOperation } from './runnable-operation.ts';
import { streamOf } from './stream/graph-stream.ts';
import { createStreamOpener, type StreamEnvironment } from './stream/open-stream.ts';

/** What prepared operations run with. */
export interface OperationEnvironment extends StreamEnvironment {
  /** The number of the generation that the operation is for. */
  readonly generation: number;
  /** What an operation may cost; null for one that is trusted. */
  readonly maxCost: number | null;
  /** Null when nothing is kept. */
  readonly caching: CachingEnvironment | null;
  readonly watch: OperationWatch;
}

/**
 * Makes an operation ready to run any number of times. A request goes this way: its variables are coerced, the variant is chosen that its principal may run, and
 * its cost is bounded (`begin`); then it is answered from what is kept or by its fetches, and counted (`createAnswerOperation`); or its stream is opened.
 */
export function createPreparedOperation(checked: CheckedOperation, chooser: VariantChooser, environment: OperationEnvironment): RunnableOperation {
  const { logger, generation, caching, watch } = environment;
  const kind = checked.document.operation.operation;
  const kept = caching === null ? null : compileCaching(checked, caching);
  const begin = createBegin(checked, chooser, environment);
  const answer = createAnswerOperation({ kind, begin, kept, watch, logger });
  const asObject = objectForm(logger);
  const asText = textForm(logger);
  const openStream = createStreamOpener(environment);

  const operation: RunnableOperation = {
    generation,
    isSteady: chooser.isSteady,
    begin,
    execute: async (given, context) => answer(given, context, asObject),
    executeToJson: (given, context) => answer(given, context, asText),
    kept: kept === null ? null : keptAnswers(answer, logger),
    async subscribe(given, asked) {
      if (kind !== OperationTypeNode.SUBSCRIPTION) return streamOf(await answer(given, asked, asObject));
      const { context, end } = watch.begin(asked);
      try {
        const admission = await begin(given, context);
        const stream = 'run' in admission ? await openStream({ operation, begun: admission, given }) : streamOf({ errors: admission });
        end('run' in admission ? 'ok' : 'refused', []);
        return stream;
      } catch (fault) {
        end('refused', []);
        return streamOf({ errors: [faultRefusal(fault, context, logger)] });
      }
    },
    describePlan: (given, context) => describe({ checked, chooser, kept, maxCost: environment.maxCost }, given, context),
  };
  return operation;
}

/** Coerces, authorises and bounds a request, in this order; what speaks against it otherwise. */
function createBegin(checked: CheckedOperation, chooser: VariantChooser, { maxCost, metrics, caching }: OperationEnvironment): RunnableOperation['begin'] {
  const invalidating = caching === null ? null : compileInvalidating(checked, caching);
  return (given, context): Admission | Promise<Admission> => {
    const coerced = checked.coerce(given);
    if ('errors' in coerced) return coerced.errors;
    const { variables } = coerced;
    return afterwards(chooser.choose(context.principal, variables), (variant) => {
      if (maxCost !== null) metrics.cost(requireCost(checked.cost(variables), maxCost));
      const errors = variant.denied.length === 0 ? [] : deniedErrors(variant.denied, variables, context.principal);
      return { variant: invalidating === null ? variant : invalidating(variant), run: createRun(variables, createExecutionScope(context), errors) };
    });
  };
}

const objectForm = (logger: Logger): AnswerForm<GraphOutcome<Data>> => ({
  finish: (run, variant) => toOutcome(run, variant, logger),
  refuse: (errors) => ({ errors }),
  toText: (outcome) => JSON.stringify(outcome),
  fromText(text) {
    const outcome: unknown = JSON.parse(text);
    return isData(outcome) ? outcome : {};
  },
  date: (outcome) => outcome,
});

const textForm = (logger: Logger): AnswerForm<string> => ({ finish: (run, variant) => toJson(run, variant, logger), refuse: refusedJson, toText: (text) => text, fromText: (text) => text, date: (text) => text });

function keptAnswers(answer: AnswerOperation, logger: Logger): KeptAnswers {
  const asObject = datedForm(objectForm(logger));
  const asText = datedForm(textForm(logger));
  return {
    execute: async (given, context) => answer(given, context, asObject),
    executeToJson: (given, context) => answer(given, context, asText),
  };
}

interface Described {
  readonly checked: CheckedOperation;
  readonly chooser: VariantChooser;
  readonly kept: OperationCaching | null;
  readonly maxCost: number | null;
}

async function describe({ checked, chooser, kept, maxCost }: Described, given: RequestVariables, { principal }: RequestContext): Promise<string> {
  const coerced = checked.coerce(given);
  if ('errors' in coerced) throw new DomainError('BAD_USER_INPUT', coerced.errors.map(({ message }) => message).join('\n'));
  const { plan } = await chooser.choose(principal, coerced.variables);
  return [
    `# cost ${checked.cost(coerced.variables)}${maxCost === null ? '' : ` of at most ${maxCost}`}`,
    ...(kept === null ? [] : [`# kept for ${kept.policy.maxAge} s, ${kept.policy.isPrivate ? 'for one principal' : 'for everybody'}`]),
    plan === null ? '# nothing is fetched by a plan of this engine' : describePlan(plan),
  ].join('\n');
}
