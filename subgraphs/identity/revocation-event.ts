import { z } from 'zod';

/** Announces that credentials of a subject (the event's key) have ended. */
export const revocationTopic = 'identity.credentials.revoked';

/** One API key has ended, or all tokens of one session of an AI, or all tokens that carry an earlier `gen` than `validFrom` (milliseconds). */
export const revocationSchema = z.union([z.object({ keySha256: z.string() }), z.object({ sessionId: z.string() }), z.object({ validFrom: z.number() })]);

export type Revocation = z.output<typeof revocationSchema>;
