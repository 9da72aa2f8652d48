import { OperationTypeNode, type DocumentNode, type FieldNode } from 'graphql';
import { DomainError } from '#kernel/errors';
import { afterwards, isPromise, type OpenSubgraphStream, type SubgraphLink, type SubgraphVariables } from '../subgraph-links/index.ts';
import { compilePlan } from './execution/compile-plan.ts';
import { deniedPlaces, type DeniedPlace } from './authorisation/denied-fields.ts';
import { createVariablePicker } from './execution/fetch/fetch-call.ts';
import { compileIntrospection, type Introspect } from './document/introspection.ts';
import { createJsonSink, type JsonSink } from './answer/json-sink.ts';
import { createObjectSink, type ObjectSink } from './answer/object-sink.ts';
import type { CheckedOperation } from './document/checked-operation.ts';
import { rootFields } from './document/operation-document.ts';
import { documentToPlan } from './document/plan-document.ts';
import { withRequirements } from './document/requirements.ts';
import type { FetchPlan, QueryPlan } from './plan.ts';
import type { Planner } from './planner.ts';
import { fieldsInAllParts, responseShape, type ObjectShape } from './answer/response-shape.ts';
import { compileAbsorb, type Absorb } from './execution/nodes/root-fetch.ts';
import type { CompileQuery, FetchEnvironment } from './execution/environment.ts';
import type { Step } from './execution/run.ts';

/** An operation as it runs for everyone who is denied the same fields. */
export interface OperationVariant {
  readonly denied: readonly DeniedPlace[];
  /** All fetches; of a subscription, those of each event after its source. Null when there are none. */
  readonly step: Step | null;
  /** The source of a subscription that is not denied. */
  readonly source: StreamSource | null;
  /** Null when there is none, or when it is not ours. */
  readonly plan: QueryPlan | null;
  readonly introspect: Introspect | null;
  readonly shape: ObjectShape;
  readonly json: JsonSink;
  readonly object: ObjectSink;
}

/** Where the events of a subscription come from. */
export interface StreamSource {
  readonly link: SubgraphLink;
  /** What is asked of the link. */
  readonly document: DocumentNode;
  /** True when all readers with one principal see the same events, from whenever they came. */
  readonly isShared: boolean;
  readonly open: OpenSubgraphStream;
  readonly pick: (variables: SubgraphVariables) => SubgraphVariables;
  readonly absorb: Absorb;
}

/** What variants are compiled with. */
export interface VariantEnvironment extends Omit<FetchEnvironment, 'toResponsePath'> {
  readonly planner: Planner;
  /** The plan of the operation without denials, if it is known. */
  readonly wholePlan: QueryPlan | null;
  /** The subscriptions of the schema whose readers share a source. */
  readonly sharedSubscriptions: ReadonlySet<string>;
  /** Left out: the planner plans, and the links run the plan. */
  readonly compileQuery?: CompileQuery | undefined;
}

/** Compiles an operation without its denied fields; at once when it is planned at once. @throws DomainError QUERY_PLANNING_FAILED, or like the planner */
export function compileVariant(checked: CheckedOperation, denied: ReadonlySet<FieldNode>, environment: VariantEnvironment): OperationVariant | Promise<OperationVariant> {
  const { document, schema } = checked;
  const { shape, isBlocked } = shapeOf(checked, denied, environment);
  const root = { ...shape, fields: fieldsInAllParts(shape) };
  const fetches = isBlocked || !root.fields.some(needsFetch) ? nothing : compileFetches(checked, denied, environment);
  return afterwards(fetches, (planned) => ({
    ...planned,
    denied: deniedPlaces(document, denied),
    introspect: compileIntrospection(schema, document, root),
    shape,
    json: createJsonSink(shape),
    object: createObjectSink(shape),
  }));
}

type Fetches = Pick<OperationVariant, 'plan' | 'step' | 'source'>;

const nothing: Fetches = { plan: null, step: null, source: null };

function compileFetches(checked: CheckedOperation, denied: ReadonlySet<FieldNode>, { planner, wholePlan, compileQuery, sharedSubscriptions, ...environment }: VariantEnvironment): Fetches | Promise<Fetches> {
  const { document, schema, dataKey, requirements, toResponsePath } = checked;
  const planEnvironment: FetchEnvironment = { ...environment, toResponsePath };
  const toPlan = (): DocumentNode => documentToPlan({ document, dataKey, denied });
  if (compileQuery !== undefined && document.operation.operation !== OperationTypeNode.SUBSCRIPTION) {
    return { plan: null, step: compileQuery(withRequirements(toPlan(), { schema, requirements }), planEnvironment), source: null };
  }
  const planned = denied.size === 0 && wholePlan !== null ? whole(wholePlan) : planOf(toPlan(), planner);
  return afterwards(planned, ({ root, primary }) => ({
    plan: { root, primary },
    step: root === null ? null : compilePlan(root, planEnvironment),
    source: primary === null ? null : { ...compileSource(primary, planEnvironment), isShared: rootFields(document).every((name) => sharedSubscriptions.has(name)) },
  }));
}

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

/** The planner answers with an empty plan, and without a word, when it finds no way to some fields. */
function planOf(document: DocumentNode, planner: Planner): QueryPlan | Promise<QueryPlan> {
  try {
    const plan = planner.plan(document);
    return isPromise(plan) ? plan.then(whole, failPlanning) : whole(plan);
  } catch (fault) {
    return failPlanning(fault);
  }
}

function whole(plan: QueryPlan): QueryPlan {
  if (plan.root === null && plan.primary === null) throw noPlan();
  return plan;
}

function failPlanning(fault: unknown): never {
  throw DomainError.isInstance(fault) ? fault : noPlan(fault);
}

const noPlan = (cause?: unknown): DomainError => new DomainError('QUERY_PLANNING_FAILED', 'No plan over the subgraphs answers this operation', { cause });

function compileSource(primary: FetchPlan, environment: FetchEnvironment): Omit<StreamSource, 'isShared'> {
  const link = environment.links.get(primary.subgraph);
  if (link === undefined) throw new Error(`No link reaches the subgraph ${primary.subgraph}`);
  return {
    link,
    document: primary.document,
    open: link.compileStream({ document: primary.document, operationName: primary.operationName }),
    pick: createVariablePicker(primary.variables),
    absorb: compileAbsorb(primary, environment),
  };
}
