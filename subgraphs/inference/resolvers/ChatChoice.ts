import type { ChatChoiceResolvers } from '../schema.generated.ts';

export const ChatChoice: ChatChoiceResolvers = {
  meetsFormat: ({ meetsFormat }) => meetsFormat(),
};
