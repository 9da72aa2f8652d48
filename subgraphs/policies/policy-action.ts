import { GraphQLScalarType } from 'graphql';

/** Hands actions on as the engine gives them: it is called for each step. */
export const PolicyAction = new GraphQLScalarType<never, unknown>({ name: 'PolicyAction', serialize: (value) => value });
