import { z } from 'zod';
import { route } from '#rest-compat/core';
import { toAccountNumber } from './account.ts';
import { CreateApiKeyDocument, ListApiKeysDocument, RevokeApiKeyDocument } from './operations.generated.ts';

const instant = z.iso.datetime();

const listKeys = route({
  id: 'auth.api-keys.list',
  method: 'get',
  path: '/auth/api-keys',
  summary: 'List the API keys of the user; for an administrator, of all users',
  auth: 'required',
  limit: 'account',
  request: {},
  operation: ListApiKeysDocument,
  variables: () => ({}),
  success: {
    status: 200,
    schema: z.object({ keys: z.array(z.object({ id: z.string(), name: z.string(), user_id: z.int(), created_at: instant, last_used_at: instant.nullable() })) }),
  },
  reply: ({ apiKeys }) => ({
    keys: apiKeys.map(({ id, name, owner, createdAt, lastUsedAt }) => ({ id, name, user_id: toAccountNumber(owner.id), created_at: createdAt, last_used_at: lastUsedAt })),
  }),
  errors: [],
});

const createKey = route({
  id: 'auth.api-keys.create',
  method: 'post',
  path: '/auth/api-keys',
  summary: 'Create a named API key; its token is shown this once',
  auth: 'required',
  limit: 'account',
  request: { body: z.object({ name: z.string() }) },
  operation: CreateApiKeyDocument,
  variables: ({ body: { name } }) => ({ input: { name } }),
  success: { status: 201, schema: z.object({ id: z.string(), name: z.string(), token: z.string(), created_at: instant }) },
  reply: ({ createApiKey: { token, apiKey } }) => ({ id: apiKey.id, name: apiKey.name, token, created_at: apiKey.createdAt }),
  errors: ['FORBIDDEN', 'CONFLICT'],
});

const revokeKey = route({
  id: 'auth.api-keys.revoke',
  method: 'delete',
  path: '/auth/api-keys/:id',
  summary: 'Revoke an API key',
  auth: 'required',
  limit: 'account',
  request: { params: z.object({ id: z.string() }) },
  operation: RevokeApiKeyDocument,
  variables: ({ params: { id } }) => ({ input: { id } }),
  success: { status: 200, schema: z.object({ id: z.string(), revoked: z.literal(true) }) },
  reply: ({ revokeApiKey: { apiKey } }) => ({ id: apiKey.id, revoked: true as const }),
  errors: ['NOT_FOUND'],
});

/** The API keys of a user. */
export const apiKeyRoutes = [listKeys, createKey, revokeKey];
