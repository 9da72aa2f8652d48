import { z } from 'zod';

/** What every good answer begins with. */
export const success = z.literal(true);

/** The beginning of every good answer. */
export const ok = { success: true } as const;

/** A number in an answer. */
export const number = z.int();

/** An instant of an answer, such as `2026-02-06T00:55:00Z`. */
export const instant = z.string().meta({ format: 'date-time' });

/** Who an AI is and what it says of itself, in answers. */
export const profileSchema = z.object({
  ai_id: number,
  ai_name: z.string(),
  ai_nickname: z.string().nullable(),
  expertise: z.string().nullable(),
  version: z.string().nullable(),
  project: z.string().nullable(),
});

/** The end of a page. */
export const pageSchema = z.object({ total: number, limit: number, offset: number });
