import { OperationTypeNode, type FieldNode } from 'graphql';
import { DomainError } from '#kernel/errors';
import type { OpenSubgraphStream, SubgraphVariables } from '../subgraph-links/index.ts';
import { compilePlan } from './execution/compile-plan.ts';
import { deniedPlaces, type DeniedPlace } from './authorisation/denied-fields.ts';
import { createVariablePicker } from './execution/fetch-call.ts';
import { compileIntrospection, type Introspect } from './document/introspection.ts';
import { createJsonSink, type JsonSink } from './answer/json-sink.ts';
import { createObjectSink, type ObjectSink } from './answer/object-sink.ts';
import type { CheckedOperation } from './document/checked-operation.ts';
import { documentToPlan } from './document/plan-document.ts';
import type { FetchPlan, QueryPlan } from './plan.ts';
import type { Planner } from './planner.ts';
import { responseShape, type ObjectShape } from './answer/response-shape.ts';
import { compileAbsorb, type Absorb } from './execution/root-fetch.ts';
import type { PlanEnvironment, Step } from './execution/step.ts';

/** An operation as it runs for everyone who is denied the same fields. */
export interface OperationVariant {
  readonly denied: readonly DeniedPlace[];
  /** All fetches; of a subscription, those of each event after its source. Null when there are none. */
  readonly step: Step | null;
  /** The source of a subscription that is not denied. */
  readonly source: StreamSource | null;
  readonly introspect: Introspect | null;
  readonly json: JsonSink;
  readonly object: ObjectSink;
}

/** Where the events of a subscription come from. */
export interface StreamSource {
  readonly open: OpenSubgraphStream;
  readonly pick: (variables: SubgraphVariables) => SubgraphVariables;
  readonly absorb: Absorb;
}

/** What variants are compiled with. */
export interface VariantEnvironment extends Omit<PlanEnvironment, 'toResponsePath'> {
  readonly planner: Planner;
}

/** Compiles an operation without its denied fields. @throws DomainError QUERY_PLANNING_FAILED */
export function compileVariant(checked: CheckedOperation, denied: ReadonlySet<FieldNode>, environment: VariantEnvironment): OperationVariant {
  const { document, schema } = checked;
  const { shape, isBlocked } = shapeOf(checked, denied, environment);
  const plan = isBlocked ? nothing : planOf(checked, denied, environment);
  if (!isBlocked && plan.root === null && plan.primary === null && shape.fields.some(needsFetch)) throw noPlan();
  const planEnvironment: PlanEnvironment = { ...environment, toResponsePath: checked.toResponsePath };
  return {
    denied: deniedPlaces(document, denied),
    step: plan.root === null ? null : compilePlan(plan.root, planEnvironment),
    source: plan.primary === null ? null : compileSource(plan.primary, planEnvironment),
    introspect: compileIntrospection(schema, document, shape),
    json: createJsonSink(shape),
    object: createObjectSink(shape),
  };
}

const nothing: QueryPlan = { primary: null, root: null };

const needsFetch = ({ value, denied }: ObjectShape['fields'][number]): boolean => value.kind !== 'typename' && value.kind !== 'introspection' && !denied;

/** A mutation or subscription that is denied one of its root fields does nothing at all: half of it is not what its caller meant. */
function shapeOf({ document, schema, dataKey }: CheckedOperation, denied: ReadonlySet<FieldNode>, { isKindOf }: VariantEnvironment): { readonly shape: ObjectShape; readonly isBlocked: boolean } {
  const { operation: { operation, selectionSet }, fragments } = document;
  const root = schema.getRootType(operation);
  if (root === undefined || root === null) throw new Error(`The schema has no ${operation}`);
  const shapeWithout = (fields: ReadonlySet<FieldNode>): ObjectShape => responseShape(root, selectionSet, { schema, isKindOf, fragments, dataKey, denied: fields });
  const shape = shapeWithout(denied);
  const isBlocked = operation !== OperationTypeNode.QUERY && shape.fields.some((field) => field.denied);
  return { isBlocked, shape: isBlocked ? shapeWithout(new Set(shape.fields.flatMap(({ nodes }) => nodes))) : shape };
}

function planOf({ document, dataKey }: CheckedOperation, denied: ReadonlySet<FieldNode>, { planner }: VariantEnvironment): QueryPlan {
  try {
    return planner.plan(documentToPlan({ document, dataKey, denied }));
  } catch (cause) {
    throw noPlan(cause);
  }
}

const noPlan = (cause?: unknown): DomainError => new DomainError('QUERY_PLANNING_FAILED', 'No plan over the subgraphs answers this operation', { cause });

function compileSource(primary: FetchPlan, environment: PlanEnvironment): StreamSource {
  const link = environment.links.get(primary.subgraph);
  if (link === undefined) throw new Error(`No link reaches the subgraph ${primary.subgraph}`);
  return {
    open: link.compileStream({ document: primary.document, operationName: primary.operationName }),
    pick: createVariablePicker(primary.variables),
    absorb: compileAbsorb(primary, environment),
  };
}
