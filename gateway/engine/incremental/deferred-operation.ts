import type { GraphQLError, GraphQLSchema } from 'graphql';
import type { RequestContext } from '#kernel/context';
import { DomainError } from '#kernel/errors';
import type { Logger } from '#kernel/logging';
import { afterwards } from '../../subgraph-links/index.ts';
import { hasDefer, inParts, mentionsDefer, withoutDefer, type DeferredDocument } from '../document/deferred-document.ts';
import type { OperationDocument } from '../document/operation-document.ts';
import { compileVariables } from '../document/variables.ts';
import { faultRefusal } from '../fault-refusal.ts';
import type { RequestVariables } from '../graph-engine.ts';
import type { OperationWatch } from '../observation/operation-watch.ts';
import type { RunnableOperation } from '../runnable-operation.ts';
import { streamOf, type OutcomeIterator } from '../stream/graph-stream.ts';
import { openInParts } from './open-in-parts.ts';

/** An operation to compile. */
export interface OperationForm {
  readonly document: OperationDocument;
  /** True when its plan has deferred parts, which only `begin` runs. */
  readonly isInParts: boolean;
}

interface FormsOptions {
  readonly schema: GraphQLSchema;
  readonly compile: (form: OperationForm) => RunnableOperation | Promise<RunnableOperation>;
  /** Who sees an operation that answers in parts. */
  readonly watchOf: (document: OperationDocument) => OperationWatch;
  readonly logger: Logger;
}

/** A form of an operation, for the variables that defer the same fragments. */
interface Form {
  readonly operation: RunnableOperation;
  readonly labels: DeferredDocument['labels'];
}

/** Far more than a client needs. */
const maxForms = 16;

/** Compiles an operation. With `@defer` it answers in parts when it is subscribed to, and whole otherwise. */
export function compileForms(document: OperationDocument, options: FormsOptions): RunnableOperation | Promise<RunnableOperation> {
  if (!mentionsDefer(document)) return options.compile({ document, isInParts: false });
  const isDeferred = hasDefer(document);
  return afterwards(options.compile({ document: withoutDefer(document), isInParts: false }), (whole) => (isDeferred ? createDeferredOperation(whole, document, options) : whole));
}

/** What is deferred depends on variables; each form is compiled when it is first asked for. */
function createDeferredOperation(whole: RunnableOperation, document: OperationDocument, { schema, compile, watchOf, logger }: FormsOptions): RunnableOperation {
  const coerce = compileVariables(schema, document.operation);
  const watch = watchOf(document);
  const forms = new Map<string, Promise<Form | null>>();

  /** Null when there is no plan in parts, which the planner fails to make for some operations that it can plan whole. */
  const compileForm = async ({ document: deferred, labels, key }: DeferredDocument): Promise<Form | null> => {
    try {
      return { operation: await compile({ document: deferred, isInParts: true }), labels };
    } catch (fault) {
      logger.warn({ err: fault }, 'an operation cannot be planned in parts');
      if (!DomainError.isInstance(fault) || fault.code !== 'QUERY_PLANNING_FAILED') forms.delete(key);
      return null;
    }
  };

  const formFor = (deferred: DeferredDocument): Promise<Form | null> => {
    const known = forms.get(deferred.key);
    if (known !== undefined) return known;
    if (forms.size >= maxForms) forms.clear();
    const form = compileForm(deferred);
    forms.set(deferred.key, form);
    return form;
  };

  const open = async ({ operation, labels }: Form, given: RequestVariables, asked: RequestContext): Promise<OutcomeIterator> => {
    const { context, end } = watch.begin(asked);
    const refused = (errors: readonly GraphQLError[]): OutcomeIterator => {
      end('refused', []);
      return streamOf({ errors });
    };
    try {
      const admission = await operation.begin(given, context);
      return 'run' in admission ? openInParts(admission, { labels, logger, end }) : refused(admission);
    } catch (fault) {
      return refused([faultRefusal(fault, context, logger)]);
    }
  };

  return {
    ...whole,
    async subscribe(given, context) {
      const coerced = coerce(given);
      const deferred = 'variables' in coerced ? inParts(document, coerced.variables) : null;
      const form = deferred === null ? null : await formFor(deferred);
      // To answer whole is always right.
      return form === null ? whole.subscribe(given, context) : open(form, given, context);
    },
  };
}
