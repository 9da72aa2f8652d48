import { z } from 'zod';
import { DomainError, type ErrorCode } from '#kernel/errors';

const errorBody = z.object({ error: z.object({ message: z.string().optional().catch(undefined), param: z.string().nullish().catch(null), code: z.unknown() }).partial() });

type WireError = z.output<typeof errorBody>['error'];

/** What an engine answers instead of what was asked for, in our words. `body` is its JSON, whatever that is. */
export function upstreamRefusal(status: number, body: unknown, retryAfterSeconds: number | null = null): DomainError {
  const error = errorBody.safeParse(body).data?.error ?? {};
  if (isTooLong(status, error)) return new DomainError('CONTEXT_LENGTH_EXCEEDED', 'The prompt does not fit into the context of the model');
  if (status === 400 || status === 422) return badInput(error.param ?? null);
  if (status === 429) return new DomainError('UNAVAILABLE', 'The engine behind this model is at capacity', { details: retryAfterSeconds === null ? {} : { retryAfterSeconds } });
  const [code, message] = refusals[status] ?? ['MODEL_UNAVAILABLE', 'The engine behind this model has a fault'];
  return new DomainError(code, message);
}

const noKey = ['MODEL_UNAVAILABLE', 'The engine behind this model does not accept the key of this installation'] as const;
const refusals: Readonly<Record<number, readonly [code: ErrorCode, message: string]>> = {
  401: noKey,
  403: noKey,
  404: ['MODEL_NOT_FOUND', 'The engine behind this model has it no more'],
  413: ['PAYLOAD_TOO_LARGE', 'The engine behind this model refuses so large a request'],
};

/** Not every engine has a code for it. */
const isTooLong = (status: number, { code, message = '' }: Partial<WireError>): boolean =>
  code === 'context_length_exceeded' || (status === 400 && /context (?:length|size)|maximum context/iu.test(message));

function badInput(param: string | null): DomainError {
  const field = param !== null && /^[\w.[\]]{1,64}$/u.test(param) ? param : 'input';
  const reason = 'is refused by the engine behind this model';
  return new DomainError('BAD_USER_INPUT', `${field} ${reason}`, { details: { field, reason } });
}

/** That an engine cannot be relied on. */
export const unavailable = (message: string, cause?: unknown): DomainError => new DomainError('MODEL_UNAVAILABLE', message, { cause });
