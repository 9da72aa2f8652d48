import type { CompletionChoiceResolvers } from '../schema.generated.ts';

export const CompletionChoice: CompletionChoiceResolvers = {
  text: ({ message }) => message.content,
};
