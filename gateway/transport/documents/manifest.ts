import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { DomainError } from '#kernel/errors';

/** The trusted documents of a manifest. */
export interface Manifest {
  readonly textOf: ReadonlyMap<string, string>;
  readonly texts: ReadonlySet<string>;
}

/** What Apollo's tools write for persisted query lists. */
const apolloSchema = z.object({
  format: z.literal('apollo-persisted-query-manifest'),
  version: z.literal(1),
  operations: z.array(z.object({ id: z.string().min(1), body: z.string().min(1) })),
});

/** What Relay's compiler and others write: texts by their ids. */
const plainSchema = z.record(z.string().min(1), z.string().min(1));

const manifestSchema = z.union([
  apolloSchema.transform(({ operations }) => operations.map(({ id, body }) => [id, body] as const)),
  plainSchema.transform((texts) => Object.entries(texts)),
]);

/**
 * Reads a manifest of trusted documents: Apollo's (`apollo-persisted-query-manifest`) or a JSON object of texts by ids, as Relay's compiler writes it.
 * @throws DomainError BAD_USER_INPUT with what is wrong with the file, for the operator
 */
export function readManifest(file: string): Manifest {
  const parsed = manifestSchema.safeParse(readJsonFile(file));
  if (!parsed.success) throw refused(`${file} is no manifest: neither Apollo's (apollo-persisted-query-manifest, version 1) nor a JSON object of documents by their ids`);
  const textOf = new Map<string, string>();
  for (const [id, text] of parsed.data) {
    const known = textOf.get(id);
    if (known !== undefined && known !== text) throw refused(`${file} has two documents with the id ${id}`);
    textOf.set(id, text);
  }
  return { textOf, texts: new Set(textOf.values()) };
}

/** No trusted document at all. */
export const emptyManifest: Manifest = { textOf: new Map(), texts: new Set() };

function readJsonFile(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw refused(`${file} cannot be read as JSON`, cause);
  }
}

const refused = (message: string, cause?: unknown): DomainError => new DomainError('BAD_USER_INPUT', `Trusted documents: ${message}`, { cause });
