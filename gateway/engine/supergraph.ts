import { buildASTSchema, buildSchema, Kind, parse, type DocumentNode, type GraphQLSchema } from 'graphql';
import type { Logger } from '#kernel/logging';
import type { OperationLimits } from './document/limits.ts';
import { createPlanner, readSupergraph, type SynchronousPlanner } from './planner.ts';
import type { Planning } from './planning/planning.ts';
import { createPlanningHere } from './planning/planning-here.ts';
import type { PlanningBounds } from './planning/planning-line.ts';
import type { PlanningStart } from './planning/wire.ts';
import { createWorkerPlanning } from './planning/worker-planning.ts';
import { textArgument } from './supergraph-features.ts';
import { createIsKindOf, type IsKindOf } from './type-kinds.ts';

/** A supergraph that was read, with what plans over it. */
export interface Supergraph {
  readonly sdl: string;
  readonly document: DocumentNode;
  /** What clients see. */
  readonly publicSchema: GraphQLSchema;
  /** What trusted documents see. */
  readonly internalSchema: GraphQLSchema;
  /** Over all types, those that are inaccessible among them. */
  readonly isKindOf: IsKindOf;
  /** For what clients send. */
  readonly planning: Planning;
  /** For what cannot wait. */
  planner(): SynchronousPlanner;
}

export interface ReadOptions {
  readonly limits: OperationLimits;
  /** Null when everything is planned in this thread. */
  readonly worker: PlanningBounds | null;
  readonly logger: Logger;
  readonly onKilled: () => void;
}

/** The subgraphs that a supergraph is composed of, by the names that links have (specification: specs.apollo.dev/join). */
export const subgraphNames = ({ document }: Supergraph): readonly string[] => document.definitions
  .flatMap((definition) => (definition.kind === Kind.ENUM_TYPE_DEFINITION && definition.name.value === 'join__Graph' ? definition.values ?? [] : []))
  .flatMap(({ directives = [] }) => directives.flatMap((directive) => textArgument(directive, 'name') ?? []));

/** Reads a supergraph in this thread, which takes a second of work. @throws Error when the SDL is no supergraph */
export function readNow(sdl: string, options: ReadOptions): Supergraph {
  const { planner, publicSchema, internalSchema } = readSupergraph(sdl);
  const { limits, worker } = options;
  const planning = worker === null ? createPlanningHere(planner, publicSchema, limits) : startWorker({ supergraphSdl: sdl, isKnown: true }, worker, options);
  return { sdl, ...read(sdl), publicSchema, internalSchema, planning, planner: () => planner };
}

/** Reads a supergraph in the worker that will plan over it, if there is one. Rejects with the reason when the SDL is no supergraph. */
export async function readAside(sdl: string, options: ReadOptions): Promise<Supergraph> {
  if (options.worker === null) return readNow(sdl, options);
  const planning = startWorker({ supergraphSdl: sdl, isKnown: false }, options.worker, options);
  try {
    const { publicSdl, internalSdl } = await planning.describe();
    let planner: SynchronousPlanner | undefined;
    return { sdl, ...read(sdl), publicSchema: known(publicSdl), internalSchema: known(internalSdl), planning, planner: () => (planner ??= createPlanner(sdl)) };
  } catch (fault) {
    planning.release();
    throw fault;
  }
}

const startWorker = (supergraph: Pick<PlanningStart, 'supergraphSdl' | 'isKnown'>, bounds: PlanningBounds, { limits, logger, onKilled }: ReadOptions): ReturnType<typeof createWorkerPlanning> =>
  createWorkerPlanning({ start: { ...supergraph, limits }, bounds, logger, onKilled });

function read(sdl: string): Pick<Supergraph, 'document' | 'isKindOf'> {
  const document = parse(sdl, { noLocation: true });
  return { document, isKindOf: createIsKindOf(buildASTSchema(document, { assumeValid: true, assumeValidSDL: true })) };
}

const known = (sdl: string): GraphQLSchema => buildSchema(sdl, { assumeValid: true, assumeValidSDL: true, noLocation: true });
