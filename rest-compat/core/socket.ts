import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import type { z } from 'zod';
import type { Authenticator, Credentials } from '#kernel/authentication';
import { createRequestContext, type Cancellation, type RequestContext } from '#kernel/context';
import { DomainError, type ErrorCode } from '#kernel/errors';
import { dataOrThrow, type GraphPort } from '#kernel/graph-port';
import { parseJson } from '#kernel/listener';
import type { Principal } from '#kernel/principal';
import type { EndpointTools } from './route.ts';
import { validate } from './validation.ts';

/** What the server of an endpoint knows of it. */
export interface SocketHead {
  /** Unique; names the endpoint in metrics and logs. */
  readonly id: string;
  readonly path: `/${string}`;
  readonly summary: string;
  /** Name of the rate-limit class that opening a connection counts in; messages are not counted. */
  readonly limit: string;
  /** A longer message closes the connection (1009). */
  readonly maxMessageBytes: number;
  /** Milliseconds after which the server ends a connection, whatever it does; left out: never. */
  readonly lifetimeMs?: number;
  /** Whether a connection needs a good credential to be opened. Left out: messages bring their own. */
  readonly needsCredential?: boolean;
  /** The refusals of the domain that are documented; those of every endpoint are implied. */
  readonly errors: readonly ErrorCode[];
  /** What the access log says of a connection. */
  readonly logged?: (connection: SocketConnection) => Readonly<Record<string, unknown>>;
  /** The answer to a message that is refused. */
  readonly refusal: (error: DomainError) => object;
}

/** An endpoint where each message is answered, in order, whatever its types. */
export interface SocketRoute extends SocketHead {
  /** Prepares the documents of this endpoint. @throws Error when one does not fit the graph */
  readonly bind: (graph: GraphPort, authenticator: Authenticator, tools: EndpointTools) => (connection: SocketConnection) => Conversation;
}

/** One connection, as its conversation sees it. */
export interface SocketConnection {
  /** Unique. */
  readonly id: string;
  /** Of the upgrade; for messages that bring none of their own. */
  readonly credentials: Credentials;
  readonly clientAddress: string | null;
  readonly cancellation: Cancellation;
  /** Sends a text beside the answers; resolves at once while the peer keeps up, else when it has taken what it was sent, or has gone. */
  readonly send: (json: string) => Promise<void> | undefined;
  /** Closes the connection (RFC 6455, section 7.4). */
  readonly end: (code: number, reason: string) => void;
}

/** What is said on one connection. */
export interface Conversation {
  /** Answers one message, with one object or with several as they come; null where the answer is sent by itself. @throws DomainError (as a rejection, there or on the way) */
  answer(message: Buffer, requestId: string): Promise<object | AsyncIterable<object> | null>;
  /** Resolves when all is sent that goes by itself; begins nothing more. */
  drain?(): Promise<void>;
  /** The connection has ended and no answer is under way. */
  close(): Promise<void>;
}

/** An operation that a connection runs for itself. */
interface ConnectionOperation<Variables> {
  readonly operation: TypedDocumentNode<unknown, Variables>;
  readonly variables: (connection: SocketConnection) => NoInfer<Variables>;
}

/** The operation that a message is. */
interface MessageOperation<Message, Data, Variables> {
  readonly operation: TypedDocumentNode<Data, Variables>;
  readonly variables: (message: Message, connection: SocketConnection) => NoInfer<Variables>;
  readonly reply: (data: NoInfer<Data>) => object;
}

interface SocketDefinition<Message extends z.ZodType, Data, Variables, Open, Close> extends SocketHead {
  readonly message: Message;
  /** Milliseconds that an answer may take. */
  readonly deadlineMs: number;
  /** The credentials in a message, unchecked; those of the upgrade count where it brings none. */
  readonly credentials?: (message: unknown) => Credentials;
  /** Goes before the first message that is let in, and again after `reopenOn` was answered. */
  readonly open?: ConnectionOperation<Open>;
  readonly reopenOn?: ErrorCode;
  readonly answer: MessageOperation<z.output<Message>, Data, Variables>;
  /** Follows the end of a connection that was opened. */
  readonly close?: ConnectionOperation<Close>;
}

/** Declares an endpoint where each message is one operation of the graph, authenticated by itself. It holds no logic: `variables` and `reply` map fields. */
export function socket<Message extends z.ZodType, Data, Variables, Open = unknown, Close = unknown>(definition: SocketDefinition<Message, Data, Variables, Open, Close>): SocketRoute {
  const { open, answer, close, reopenOn, deadlineMs } = definition;
  return {
    ...definition,
    bind(graph, authenticator) {
      const prepared = { open: open && graph.prepare(open.operation), answer: graph.prepare(answer.operation), close: close && graph.prepare(close.operation) };
      return (connection) => {
        let opener: Principal | null = null;
        const identify = async (message: unknown): Promise<Principal> => {
          const own = definition.credentials?.(message);
          const principal = await authenticator.authenticate(own === undefined || (own.bearer === null && own.apiKey === null) ? connection.credentials : own);
          return principal ?? refuseAnonymous();
        };
        const ensureOpen = async (principal: Principal, context: RequestContext): Promise<void> => {
          if (opener !== null) return;
          if (open !== undefined && prepared.open !== undefined) dataOrThrow(await prepared.open.execute(open.variables(connection), context));
          opener = principal;
        };
        return {
          async answer(bytes, requestId) {
            const message = parseJson(bytes);
            const principal = await identify(message);
            const input = validate(definition.message, message, 'message');
            const context = createRequestContext({ principal, requestId, cancellation: connection.cancellation, deadline: Date.now() + deadlineMs, clientAddress: connection.clientAddress });
            await ensureOpen(principal, context);
            try {
              return answer.reply(dataOrThrow(await prepared.answer.execute(answer.variables(input, connection), context)));
            } catch (refusal) {
              if (DomainError.isInstance(refusal) && refusal.code === reopenOn) opener = null;
              throw refusal;
            }
          },
          async close() {
            if (opener === null || close === undefined || prepared.close === undefined) return;
            dataOrThrow(await prepared.close.execute(close.variables(connection), createRequestContext({ principal: opener })));
          },
        };
      };
    },
  };
}

/** The refusal of who brings no credential. */
export const anonymous = (): DomainError => new DomainError('UNAUTHENTICATED', 'Send a token', { details: { reason: 'missing' } });

/** @throws DomainError UNAUTHENTICATED, always */
export function refuseAnonymous(): never {
  throw anonymous();
}
