import { HeaderMap, type ApolloServerPlugin } from '@apollo/server';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { DomainError, isErrorCode } from '#kernel/errors';
import type { Logger } from '#kernel/logging';
import { acceptedTypes } from '../http/accepted-types.ts';
import { refusalToGraphQLError } from '../operations/graph-errors.ts';
import { refusalHeaders } from '../operations/refusal-headers.ts';
import { notARequest } from '../operations/request-parameters.ts';
import { jsonTypeOf } from '../http/graphql-answer.ts';

const refusals: Readonly<Record<number, GraphQLFormattedError>> = {
  400: { message: notARequest, extensions: { code: 'INVALID_REQUEST' } },
  405: { message: 'Queries are answered by GET and POST, everything else by POST', extensions: { code: 'METHOD_NOT_ALLOWED' } },
  406: { message: 'Answers are application/json, application/graphql-response+json or text/event-stream; subscriptions also multipart/mixed;subscriptionSpec=1.0, deferred answers multipart/mixed;deferSpec=20220824', extensions: { code: 'INVALID_REQUEST' } },
  415: { message: 'A GET has no body', extensions: { code: 'INVALID_REQUEST' } },
};

/** Says what Apollo Server refuses in the words and codes of this product; a fault is logged and loses its words. */
export function createErrorFormatter(logger: Logger): (formatted: GraphQLFormattedError, error: unknown) => GraphQLFormattedError {
  return (formatted, error) => {
    const code = formatted.extensions?.['code'];
    if (isErrorCode(code)) return formatted;
    const status = code === 'BAD_REQUEST' ? (statusOf(error) ?? 400) : statusOf(error);
    const refusal = status === undefined ? undefined : refusals[status];
    if (refusal !== undefined) return refusal;
    logger.error({ error }, 'Apollo Server failed');
    return { message: 'Internal error', extensions: { code: 'INTERNAL' } };
  };
}

/** A refusal as Apollo Server wants to be told of it: with the HTTP status and headers among the extensions, which it takes out. */
export function toApolloError(thrown: unknown): unknown {
  if (!DomainError.isInstance(thrown)) return thrown;
  const { message, extensions } = refusalToGraphQLError(thrown);
  return new GraphQLError(message, { extensions: { ...extensions, http: { status: thrown.status, headers: new HeaderMap(Object.entries(refusalHeaders(thrown))) } } });
}

/** A well-formed request is answered 200 under `application/json`, whatever came of it (GraphQL over HTTP, section 6.4.1). */
export const wellFormedIsOk: ApolloServerPlugin = {
  async requestDidStart() {
    return {
      async willSendResponse({ request, response, errors }) {
        const understood = errors?.every(({ extensions }) => isErrorCode(extensions['code'])) === true;
        const mediaType = jsonTypeOf(acceptedTypes(request.http?.headers.get('accept')));
        if (understood && response.http.status === 400 && mediaType === 'application/json') response.http.status = 200;
      },
    };
  },
};

function statusOf(error: unknown): number | undefined {
  const http = error instanceof GraphQLError ? error.extensions['http'] : undefined;
  return typeof http === 'object' && http !== null && 'status' in http && typeof http.status === 'number' ? http.status : undefined;
}
