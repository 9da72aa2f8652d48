import type { AiAccessSessionResolvers } from '../schema.generated.ts';

export const AiAccessSession: AiAccessSessionResolvers = {
  profile: ({ user: { subject } }) => ({ id: subject }),
};
