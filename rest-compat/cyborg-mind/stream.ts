import { z } from 'zod';
import type { Credentials } from '#kernel/authentication';
import type { DomainError, ErrorCode } from '#kernel/errors';
import { faultsOf, socket, wireMessage, type SocketConnection } from '#rest-compat/core';
import { ReleaseDocument, ResetDocument, StreamStepDocument } from './operations.generated.ts';
import { observation } from './schemas.ts';
import { sentence, tokenSentence } from './wire-errors.ts';

/** `/stream`: each connection is an agent of its own, which begins fresh and is forgotten with it. */
export const policyStream = socket({
  id: 'cyborg-mind.stream',
  path: '/stream',
  summary: 'One action for each observation sent',
  limit: 'all',
  maxMessageBytes: 1024 * 1024,
  deadlineMs: 30_000,
  logged: (connection) => ({ agent_id: agentOf(connection) }),
  message: z.object({ observation, deterministic: z.boolean().default(true) }),
  credentials,
  open: { operation: ResetDocument, variables: (connection) => ({ input: { agentId: agentOf(connection) } }) },
  reopenOn: 'AGENT_NOT_INITIALIZED',
  answer: {
    operation: StreamStepDocument,
    variables: (message, connection) => ({ input: { agentId: agentOf(connection), observation: message.observation, deterministic: message.deterministic } }),
    reply: ({ stepPolicy: { action, value, pressure } }) => ({ action, value, pressure, error: null }),
  },
  close: { operation: ReleaseDocument, variables: (connection) => ({ input: { agentId: agentOf(connection) } }) },
  errors: ['OBSERVATION_LENGTH_MISMATCH', 'AGENT_NOT_INITIALIZED', 'FORBIDDEN'],
  refusal: (error) => ({ action: null, value: null, pressure: null, error: textOf(error) }),
});

const agentOf = ({ id }: SocketConnection): string => `stream-${id}`;

function credentials(message: unknown): Credentials {
  const token = typeof message === 'object' && message !== null && 'token' in message ? message.token : null;
  return { bearer: typeof token === 'string' && token !== '' ? token : null, apiKey: null };
}

const texts: Partial<Record<ErrorCode, (error: DomainError) => string>> = {
  UNAUTHENTICATED: (error) => `Authentication failed: ${error.details['reason'] === 'missing' ? "Missing 'token' field in message" : tokenSentence(error)}`,
  FORBIDDEN: () => 'Authentication failed: the token is not good for this',
  INVALID_JSON: () => 'Invalid JSON: a message is one JSON object',
  BAD_USER_INPUT: inputText,
  AGENT_NOT_INITIALIZED: () => 'The state of this connection was forgotten; the next message begins with fresh state',
};

const textOf = (error: DomainError): string => (texts[error.code] ?? sentence)(error);

function inputText(error: DomainError): string {
  const [fault] = faultsOf(error);
  return fault?.kind === 'missing' && fault.path.length === 2 ? `Missing '${String(fault.path[1])}' field` : wireMessage(error);
}
