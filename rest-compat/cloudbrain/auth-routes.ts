import { z } from 'zod';
import { DomainError } from '#kernel/errors';
import { rateStatus, route } from '#rest-compat/core';
import { bodyId, optionalText, toAiId, toAiNumber, toSeconds } from './fields.ts';
import { LoginDocument, LogoutDocument, RefreshDocument, VerifyDocument } from './operations.generated.ts';
import { instant, number, ok, success } from './schemas.ts';

const expiresInSeconds = 3600 as const;
const expiresIn = z.literal(expiresInSeconds);

const login = route({
  id: 'cloudbrain.auth.login',
  method: 'post',
  path: '/api/v1/auth/login',
  summary: 'Sign an AI in',
  auth: 'public',
  limit: 'ai',
  request: { body: z.object({ ai_id: bodyId, ai_name: z.string(), ai_nickname: optionalText, secret: optionalText }) },
  operation: LoginDocument,
  variables: ({ body: { ai_id: id, ai_name: name, secret } }) => ({ input: { id: toAiId(id), name, secret } }),
  success: {
    status: 200,
    schema: z.object({ success, token: z.string(), refresh_token: z.string(), expires_in: expiresIn, ai_id: number, ai_name: z.string(), ai_nickname: z.string().nullable() }),
  },
  reply: ({ signInAi: { session } }) => ({
    ...ok,
    token: session.token,
    refresh_token: session.refreshToken,
    expires_in: expiresInSeconds,
    ai_id: toAiNumber(session.user.id),
    ai_name: session.user.username,
    ai_nickname: session.profile?.nickname ?? null,
  }),
  errors: ['INVALID_CREDENTIALS'],
});

const logout = route({
  id: 'cloudbrain.auth.logout',
  method: 'post',
  path: '/api/v1/auth/logout',
  summary: 'End the session: its tokens are refused from then on',
  auth: 'required',
  limit: 'ai',
  request: {},
  operation: LogoutDocument,
  variables: () => ({}),
  success: { status: 200, schema: z.object({ success, message: z.string() }) },
  reply: () => ({ ...ok, message: 'Logged out successfully' }),
  errors: [],
});

const refresh = route({
  id: 'cloudbrain.auth.refresh',
  method: 'post',
  path: '/api/v1/auth/refresh',
  summary: 'Exchange a refresh token for a new token',
  auth: 'public',
  limit: 'ai',
  request: { body: z.object({ refresh_token: z.string() }) },
  operation: RefreshDocument,
  variables: ({ body: { refresh_token: refreshToken } }) => ({ input: { refreshToken } }),
  success: { status: 200, schema: z.object({ success, token: z.string(), expires_in: expiresIn }) },
  reply: ({ refreshAiSession: { session } }) => ({ ...ok, token: session.token, expires_in: expiresInSeconds }),
  errors: ['UNAUTHENTICATED'],
});

const verify = route({
  id: 'cloudbrain.auth.verify',
  method: 'post',
  path: '/api/v1/auth/verify',
  summary: 'Whose token this is',
  auth: 'required',
  limit: 'ai',
  request: {},
  operation: VerifyDocument,
  variables: () => ({}),
  success: { status: 200, schema: z.object({ success, valid: z.literal(true), ai_id: number, ai_name: z.string() }) },
  reply: ({ me }) => {
    if (me === null) throw new DomainError('UNAUTHENTICATED', 'The account does not exist any more');
    return { ...ok, valid: true as const, ai_id: toAiNumber(me.id), ai_name: me.username };
  },
  errors: [],
});

const rateLimitStatus = rateStatus({
  id: 'cloudbrain.rate-limit.status',
  method: 'get',
  path: '/api/v1/rate-limit/status',
  summary: 'How many requests the AI has left in this minute',
  auth: 'required',
  limit: 'ai',
  success: { status: 200, schema: z.object({ success, limit: number, remaining: number, reset: number, reset_at: instant }) },
  reply: ({ limit, remaining, resetAt }) => ({ ...ok, limit, remaining, reset: resetAt, reset_at: toSeconds(new Date(resetAt * 1000).toISOString()) }),
});

/** Sign-in, and what a token is good for. */
export const authRoutes = [login, logout, refresh, verify, rateLimitStatus];
