import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import type { z } from 'zod';
import type { RequestContext } from '#kernel/context';
import type { ErrorCode } from '#kernel/errors';
import { dataOrThrow, type GraphPort } from '#kernel/graph-port';
import type { Principal, Scope } from '#kernel/principal';
import type { AnswerHeaders } from './answer.ts';
import type { FieldName } from './rpc-error.ts';
import type { RpcId } from './rpc-request.ts';
import { validate } from './validation.ts';

/** The parameters of a method, by name; by position they come in the order of the schema, those that are required first. */
export type RpcParams = z.ZodObject<z.core.$ZodShape>;

/** Something that is told without being asked for. */
export interface RpcNotification {
  readonly method: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** The caller at the other end of a WebSocket. */
export interface RpcPeer {
  /** Tells something now; resolves when the caller keeps up, or at once. */
  notify(notification: RpcNotification): Promise<void> | undefined;
  /** Has notifications told once the call is answered, until they end or somebody ends them; gives the name that they are told under. @throws DomainError LIMIT_REACHED */
  follow(notifications: AsyncIterable<RpcNotification>): string;
  /** What is being told. */
  subscriptions(): readonly { readonly subscription: string; readonly method: string }[];
  /** False when nothing of that name is told. */
  endSubscription(subscription: string): boolean;
  /** False when no call of that id is under way. */
  cancelCall(id: RpcId): boolean;
}

/** One call of a method. */
export interface RpcCall {
  readonly id: RpcId | undefined;
  readonly context: RequestContext;
  /** Null over HTTP, where nothing can be told. */
  readonly peer: RpcPeer | null;
}

/** What a method answers. */
export interface RpcReply {
  readonly result: unknown;
  /** Over HTTP; null for none. */
  readonly headers: AnswerHeaders | null;
}

/** Answers one call, given its unchecked parameters by name. @throws DomainError */
export type RpcHandler = (params: unknown, call: RpcCall) => Promise<RpcReply>;

/** What the dispatcher, the metrics and the OpenRPC document know of a method. */
export interface RpcMethodHead {
  /** Unique; `family.verb`. */
  readonly name: string;
  readonly summary: string;
  readonly params: RpcParams;
  readonly result: z.ZodType;
  /** Name of the rate-limit class that each call counts in, beside that of the request. */
  readonly limit?: string;
  /** What a caller must be allowed; it is asked before the parameters are looked at. */
  readonly scope?: Scope;
  /** True for a method that only makes sense where something can be told. */
  readonly socketOnly?: boolean;
  /** The parameters of the notifications that this method leads to over a WebSocket, by their name. */
  readonly tells?: Readonly<Record<string, z.ZodType>>;
  /** What this method calls fields that the graph calls otherwise; left out: the same in snake_case. */
  readonly fieldName?: FieldName;
  /** The refusals of the domain that are documented; those of every method are implied. */
  readonly errors: readonly ErrorCode[];
}

/** One method, whatever its types. */
export interface RpcMethod extends RpcMethodHead {
  /** Prepares the documents of this method. @throws Error when one does not fit the graph */
  readonly bind: (graph: GraphPort) => RpcHandler;
}

/** Another way to the answer, where something can be told on the way. */
export interface Telling<Input, Reply> {
  readonly when: (input: Input) => boolean;
  readonly bind: (graph: GraphPort) => (input: Input, call: RpcCall & { readonly peer: RpcPeer }) => Promise<{ readonly result: Reply; readonly headers: AnswerHeaders | null }>;
}

interface RpcMethodDefinition<Params extends RpcParams, Reply, Data, Variables> extends RpcMethodHead {
  readonly params: Params;
  readonly operation: TypedDocumentNode<Data, Variables>;
  readonly variables: (params: z.output<Params>, principal: Principal | null) => NoInfer<Variables>;
  readonly result: z.ZodType<unknown, Reply>;
  readonly reply: (data: NoInfer<Data>, params: z.output<Params>) => NoInfer<Reply>;
  readonly headers?: (data: NoInfer<Data>) => AnswerHeaders;
  readonly telling?: Telling<z.output<Params>, NoInfer<Reply>>;
}

/** Declares a method that is one operation of the graph. It holds no logic: the operation does the work, `variables` and `reply` map fields. */
export function rpcMethod<Params extends RpcParams, Reply, Data, Variables>(definition: RpcMethodDefinition<Params, Reply, Data, Variables>): RpcMethod {
  const { operation, variables, reply, headers, telling } = definition;
  return {
    ...definition,
    bind(graph) {
      const prepared = graph.prepare(operation);
      const tell = telling?.bind(graph);
      return async (given, call) => {
        const input = validate(definition.params, given, 'params');
        const { peer, context } = call;
        if (tell !== undefined && peer !== null && telling?.when(input) === true) return tell(input, { ...call, peer });
        const data = dataOrThrow(await prepared.execute(variables(input, context.principal), context));
        return { result: reply(data, input), headers: headers?.(data) ?? null };
      };
    },
  };
}
