import { DomainError } from '#kernel/errors';

/** The refusal of a prompt that leaves no room for an answer. */
export function contextLengthExceeded(promptTokens: number, contextLength: number): DomainError {
  return new DomainError('CONTEXT_LENGTH_EXCEEDED', `The prompt has ${promptTokens} tokens, and the context of the model holds ${contextLength}`, {
    details: { promptTokens, contextLength },
  });
}
