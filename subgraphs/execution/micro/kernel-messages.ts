import { z } from 'zod';

/** Kinds and lengths of the contents that the body of a message consists of. */
const contents = z.array(z.tuple([z.string(), z.int().min(0)])).max(16);
const error = z.object({ name: z.string().max(1_024), message: z.string(), traceback: z.array(z.string()) });

/** The head of what a kernel says over its channel. The code that it executes can write there too: all of it is checked, and believed of its own session only. */
export const kernelMessage = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ready'), version: z.string().max(64) }),
  z.object({ kind: z.literal('display'), id: z.string(), contents }),
  z.object({ kind: z.literal('done'), id: z.string(), contents, status: z.enum(['ok', 'error', 'interrupted']), truncated: z.boolean(), error: error.optional() }),
]);
