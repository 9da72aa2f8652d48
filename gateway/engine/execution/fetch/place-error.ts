import { GraphQLError } from 'graphql';
import type { Rewrite } from '../../plan.ts';
import type { Path } from '../../document/response-path.ts';

/** The error of a subgraph at its place in the answer. */
export const placeError = ({ message, extensions }: Pick<GraphQLError, 'message' | 'extensions'>, path: Path | undefined): GraphQLError =>
  new GraphQLError(message, { path: path === undefined || path.length === 0 ? undefined : path, extensions });

/** A path in the answer of a subgraph, with the keys that rewrites give it. */
export function renamedPath(path: Path, rewrites: readonly Rewrite[]): Path {
  if (rewrites.length === 0) return path;
  const renames = new Map(rewrites.flatMap((rewrite) => (rewrite.kind === 'rename' ? [[rewrite.path.at(-1), rewrite.key] as const] : [])));
  return path.map((element) => (typeof element === 'string' ? renames.get(element) ?? element : element));
}
