import { z } from 'zod';
import { catalogueStatus, wireMessage, type WireErrors } from '#rest-compat/core';

/** `{error: {code, message}}`, with the statuses and codes of the catalogue. */
export const authErrors: WireErrors = {
  status: catalogueStatus,
  body: (error) => ({ error: { code: error.code, message: wireMessage(error) } }),
  schema: z.object({ error: z.object({ code: z.string(), message: z.string() }) }),
};
