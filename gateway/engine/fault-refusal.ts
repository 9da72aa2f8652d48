import { GraphQLError } from 'graphql';
import type { RequestContext } from '#kernel/context';
import { DomainError } from '#kernel/errors';
import type { Logger } from '#kernel/logging';
import { refusal } from './refusal.ts';

/** What a client sees of something that was thrown in the engine; the log has the cause. */
export function faultRefusal(fault: unknown, { requestId }: RequestContext, logger: Logger): GraphQLError {
  if (!DomainError.isInstance(fault)) {
    logger.error({ request_id: requestId, err: fault }, 'the graph failed');
    return refusal('INTERNAL', 'Internal error');
  }
  const { code, message, details, cause } = fault;
  if (cause !== undefined) logger.warn({ request_id: requestId, err: cause }, message);
  return new GraphQLError(message, { extensions: { code, ...(Object.keys(details).length > 0 && { details }) } });
}
