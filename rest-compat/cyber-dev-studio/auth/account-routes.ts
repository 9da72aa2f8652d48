import { z } from 'zod';
import { DomainError } from '#kernel/errors';
import { route } from '#rest-compat/core';
import { accountSchema, toAccount, toUserRole } from './account.ts';
import { LoginDocument, MeDocument, RegisterDocument } from './operations.generated.ts';

const sessionSchema = z.object({ token: z.string(), user: accountSchema });

const register = route({
  id: 'auth.register',
  method: 'post',
  path: '/auth/register',
  summary: 'Register a new user; only an administrator may grant the role admin or set a token balance',
  auth: 'optional',
  limit: 'sign-in',
  request: {
    body: z.object({
      username: z.string(),
      password: z.string(),
      role: z.enum(['developer', 'admin']).default('developer'),
      token_balance: z.int32().min(0).optional(),
    }),
  },
  operation: RegisterDocument,
  variables: ({ body: { username, password, role, token_balance: tokenBalance } }) => ({ input: { username, password, role: toUserRole(role), tokenBalance } }),
  success: { status: 201, schema: sessionSchema },
  reply: ({ registerUser: { session } }) => ({ token: session.token, user: toAccount(session.user) }),
  errors: ['FORBIDDEN', 'CONFLICT'],
});

const login = route({
  id: 'auth.login',
  method: 'post',
  path: '/auth/login',
  summary: 'Exchange credentials for a JWT',
  auth: 'public',
  limit: 'sign-in',
  request: { body: z.object({ username: z.string(), password: z.string() }) },
  operation: LoginDocument,
  variables: ({ body }) => ({ input: body }),
  success: { status: 200, schema: sessionSchema },
  reply: ({ signIn: { session } }) => ({ token: session.token, user: toAccount(session.user) }),
  errors: ['INVALID_CREDENTIALS'],
});

const me = route({
  id: 'auth.me',
  method: 'get',
  path: '/auth/me',
  summary: 'The signed-in user and its token balance',
  auth: 'required',
  limit: 'account',
  request: {},
  operation: MeDocument,
  variables: () => ({}),
  success: { status: 200, schema: accountSchema.extend({ token_balance: z.int() }) },
  reply: (data) => {
    if (data.me === null) throw new DomainError('UNAUTHENTICATED', 'The account does not exist any more');
    return { ...toAccount(data.me), token_balance: data.me.tokenBalance };
  },
  errors: [],
});

/** Registration, sign-in and the signed-in user. */
export const accountRoutes = [register, login, me];
