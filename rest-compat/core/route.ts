import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { z } from 'zod';
import type { RequestContext } from '#kernel/context';
import type { ErrorCode } from '#kernel/errors';
import { dataOrThrow, type GraphPort } from '#kernel/graph-port';
import type { Exchange } from '#kernel/listener';
import type { Metrics } from '#kernel/metrics';
import type { Principal } from '#kernel/principal';
import type { Answer, AnswerHeaders } from './answer.ts';
import type { Present } from './present.ts';
import type { RateLimits, RateState } from './rate-limits.ts';
import { bindStream, type StreamDefinition } from './stream.ts';
import { validate } from './validation.ts';

/** The parts of a request that a route reads; a part that is left out is never looked at. */
export type RequestShape = Readonly<{ params?: z.ZodObject<z.core.$ZodShape>; query?: z.ZodObject<z.core.$ZodShape>; body?: z.ZodType }>;

/** A checked request: the parts that the route reads. */
export type RouteInput<Request extends RequestShape> = z.output<z.ZodObject<Request>>;

/** How one endpoint spells refusals, where the API's own spelling does not say enough. */
export interface RouteSpelling {
  /** The documented code and sentence of a refusal here. */
  readonly refusals?: Readonly<Partial<Record<ErrorCode, { readonly code: string; readonly message: string }>>>;
  /** What this endpoint calls fields that the graph calls otherwise. */
  readonly fields?: Readonly<Record<string, string>>;
}

/** That an endpoint will go away. */
export interface Deprecation {
  /** Since when nobody should begin to use it. */
  readonly since: Date;
  /** When it will be gone. */
  readonly sunset: Date;
}

/** What the pipeline, the listener, OpenAPI and the metrics know of an endpoint. */
export interface RouteHead {
  /** Unique; names the endpoint in metrics, logs and OpenAPI. */
  readonly id: string;
  readonly method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  /** Parameters as `:name`. */
  readonly path: `/${string}`;
  readonly summary: string;
  /** `public` needs no credential and refuses none (a good one says whom the request counts for); `optional` answers anybody, but refuses a bad credential; `required` needs a good one. */
  readonly auth: 'public' | 'optional' | 'required';
  /** Name of the rate-limit class of the surface that this endpoint counts in. */
  readonly limit: string;
  /** Answered on the raw listener, before Express; the path has no parameters. */
  readonly hot?: boolean;
  readonly deprecated?: Deprecation;
  readonly spelling?: RouteSpelling;
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
  readonly bind: (graph: GraphPort, tools: EndpointTools) => RouteHandler;
}

/** What the surface lends to endpoints that answer several calls at once. */
export interface EndpointTools {
  readonly limits: RateLimits;
  readonly metrics: Metrics;
  readonly present: Present;
}

/** Where a request comes from: what the graph needs to know, and how the caller stands with its limit. */
export interface Visit {
  readonly context: RequestContext;
  readonly rate: RateState;
  /** Takes further fields of the access log line. */
  readonly exchange: Pick<Exchange, 'logged'>;
}

/** Answers one request, given its unchecked parts. @throws DomainError */
export type RouteHandler = (request: object, visit: Visit) => Promise<Answer>;

interface ReplyDefinition<Request extends RequestShape, Reply, Data, Variables> extends RouteHead {
  readonly request: Request;
  readonly operation: TypedDocumentNode<Data, Variables>;
  /** Another operation of the same kind, for requests that ask for it. */
  readonly alternative?: { readonly when: (input: RouteInput<Request>) => boolean; readonly operation: TypedDocumentNode<NoInfer<Data>, NoInfer<Variables>> };
  readonly variables: (input: RouteInput<Request>, principal: Principal | null) => Variables;
  readonly success: { readonly status: 200 | 201 | 202; readonly schema: z.ZodType<unknown, Reply> };
  readonly reply: (data: Data, input: RouteInput<Request>) => NoInfer<Reply>;
  readonly headers?: (data: Data) => AnswerHeaders;
  /** What the access log says of the request. */
  readonly logged?: (input: RouteInput<Request>) => Readonly<Record<string, unknown>>;
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
  const { operation, alternative, variables, reply, headers, logged, stream, success } = definition;
  const schema = z.object(definition.request);
  return {
    ...definition,
    event: stream?.event ?? null,
    bind: (graph) => {
      const prepared = graph.prepare(operation);
      const preparedAlternative = alternative && graph.prepare(alternative.operation);
      const openStream = stream && bindStream(stream, graph);
      return async (request, { context, exchange }) => {
        const input = validate(schema, request);
        if (logged !== undefined) exchange.logged = logged(input);
        if (stream?.when(input) === true && openStream !== undefined) return openStream(input, context);
        const chosen = alternative?.when(input) === true && preparedAlternative !== undefined ? preparedAlternative : prepared;
        const data = dataOrThrow(await chosen.execute(variables(input, context.principal), context));
        return { kind: 'document', status: success.status, headers: headers?.(data) ?? null, body: reply(data, input) };
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
      return async (request, { context }) => openStream(validate(schema, request), context);
    },
  };
}

/** Declares an endpoint that tells the caller how it stands with its rate limit: it asks the surface, not the graph. */
export function rateStatus<Reply>(
  definition: Omit<RouteHead, 'errors'> & { readonly success: { readonly status: 200; readonly schema: z.ZodType<unknown, Reply> }; readonly reply: (rate: RateState) => NoInfer<Reply> },
): Route {
  const { success, reply } = definition;
  return { ...definition, errors: [], request: {}, event: null, bind: () => async (_, { rate }) => ({ kind: 'document', status: success.status, headers: null, body: reply(rate) }) };
}
