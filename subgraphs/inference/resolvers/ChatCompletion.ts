import type { ChatCompletionResolvers } from '../schema.generated.ts';

export const ChatCompletion: ChatCompletionResolvers = {
  message: ({ choices: [first] }) => first?.message ?? { role: 'ASSISTANT', content: '', toolCalls: [] },
  finishReason: ({ choices: [first] }) => first?.finishReason ?? 'CANCELLED',
};
