import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { z } from 'zod';
import type { RequestContext } from '#kernel/context';
import type { ErrorCode } from '#kernel/errors';
import { dataOrThrow, type GraphPort } from '#kernel/graph-port';
import type { Principal } from '#kernel/principal';
import type { Answer, AnswerHeaders } from './answer.ts';
import { bindStream, type StreamDefinition } from './stream.ts';
import { validate } from './validation.ts';

/** The parts of a request that a route reads; a part that is left out is never looked at. */
export type RequestShape = Readonly<{ params?: z.ZodObject<z.core.$ZodShape>; query?: z.ZodObject<z.core.$ZodShape>; body?: z.ZodType }>;

/** A checked request: the parts that the route reads. */
export type RouteInput<Request extends RequestShape> = z.output<z.ZodObject<Request>>;

/** What the pipeline, the listener, OpenAPI and the metrics know of an endpoint. */
export interface RouteHead {
  /** Unique; names the endpoint in metrics, logs and OpenAPI. */
  readonly id: string;
  readonly method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  /** Parameters as `:name`. */
  readonly path: `/${string}`;
  readonly summary: string;
  /** `public` ignores credentials; `optional` answers anybody, but refuses a bad credential; `required` needs a good one. */
  readonly auth: 'public' | 'optional' | 'required';
  /** Name of the rate-limit class of the surface that this endpoint counts in. */
  readonly limit: string;
  /** Answered on the raw listener, before Express; the path has no parameters. */
  readonly hot?: boolean;
  /** The refusals of the domain that are documented; those of the pipeline itself are implied. */
  readonly errors: readonly ErrorCode[];
}

/** One endpoint, whatever its types. */
export interface Route extends RouteHead {
  readonly request: RequestShape;
  /** The JSON answer, where there is one. */
  readonly success: { readonly status: number; readonly schema: z.ZodType } | null;
  /** One event of the streamed answer, where there is one. */
  readonly event: z.ZodType | null;
  /** Prepares the documents of this endpoint; the result answers requests. @throws Error when a document does not fit the graph */
  readonly bind: (graph: GraphPort) => RouteHandler;
}

/** Answers one request, given its unchecked parts. @throws DomainError */
export type RouteHandler = (request: object, context: RequestContext) => Promise<Answer>;

interface ReplyDefinition<Request extends RequestShape, Reply, Data, Variables> extends RouteHead {
  readonly request: Request;
  readonly operation: TypedDocumentNode<Data, Variables>;
  readonly variables: (input: RouteInput<Request>, principal: Principal | null) => Variables;
  readonly success: { readonly status: 200 | 201 | 202; readonly schema: z.ZodType<unknown, Reply> };
  readonly reply: (data: Data, input: RouteInput<Request>) => NoInfer<Reply>;
  readonly headers?: (data: Data) => AnswerHeaders;
}

/** A route that streams its answer when the request asks for it. */
interface StreamAlternative<Request extends RequestShape, Event, Data, Variables> extends StreamDefinition<RouteInput<Request>, Event, Data, Variables> {
  readonly when: (input: RouteInput<Request>) => boolean;
}

/**
 * Declares an endpoint that answers with one JSON document, and with a stream of events when `stream.when` says so.
 * It holds no logic: the operation does the work, `variables` and `reply` map fields.
 */
export function route<Request extends RequestShape, Reply, Data, Variables, Event = unknown, EventData = unknown, EventVariables = unknown>(
  definition: ReplyDefinition<Request, Reply, Data, Variables> & { readonly stream?: StreamAlternative<Request, Event, EventData, EventVariables> },
): Route {
  const { operation, variables, reply, headers, stream, success } = definition;
  const schema = z.object(definition.request);
  return {
    ...definition,
    event: stream?.event ?? null,
    bind: (graph) => {
      const prepared = graph.prepare(operation);
      const openStream = stream && bindStream(stream, graph);
      return async (request, context) => {
        const input = validate(schema, request);
        if (stream?.when(input) === true && openStream !== undefined) return openStream(input, context);
        const data = dataOrThrow(await prepared.execute(variables(input, context.principal), context));
        return { kind: 'document', status: success.status, headers: headers?.(data) ?? {}, body: reply(data, input) };
      };
    },
  };
}

/** Declares an endpoint that always answers with a stream of events. */
export function stream<Request extends RequestShape, Event, Data, Variables>(
  definition: RouteHead & { readonly request: Request } & StreamDefinition<RouteInput<Request>, Event, Data, Variables>,
): Route {
  const schema = z.object(definition.request);
  return {
    ...definition,
    success: null,
    bind: (graph) => {
      const openStream = bindStream(definition, graph);
      return async (request, context) => openStream(validate(schema, request), context);
    },
  };
}
