import { DomainError } from '#kernel/errors';

/** A page as a caller asks for it. */
export interface PageRequest {
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
}

/** A page of a list as a GraphQL connection, without its total. */
export interface Connection<TNode> {
  readonly nodes: readonly TNode[];
  readonly edges: readonly { readonly cursor: string; readonly node: TNode }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly hasPreviousPage: boolean; readonly startCursor: string | null; readonly endCursor: string | null };
}

const mostPerPage = 100;

/** How many rows a page has. @throws DomainError BAD_USER_INPUT */
export function toPageSize({ first }: PageRequest): number {
  const size = first ?? 20;
  return size >= 1 && size <= mostPerPage ? size : refuse('first', `must be 1 to ${mostPerPage}`);
}

/** An opaque cursor of the values by which a list is ordered. */
export const cursorOf = (values: readonly string[]): string => Buffer.from(JSON.stringify(values)).toString('base64url');

/** The position that a page begins after; `read` gives null for what no row can have. @throws DomainError BAD_USER_INPUT */
export function readCursor<TPosition>({ after }: PageRequest, read: (values: readonly string[]) => TPosition | null): TPosition | null {
  if (after === null || after === undefined) return null;
  return read(decode(after)) ?? refuse('after', 'is not a cursor of this list');
}

function decode(cursor: string): readonly string[] {
  try {
    const values: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    return Array.isArray(values) ? values.filter((value) => typeof value === 'string') : [];
  } catch {
    return [];
  }
}

/** The connection of a page; `rows` are those of the page and at least one more if there are more. */
export function toConnection<TNode>({ rows, size, after, cursorOf: toCursor }: { readonly rows: readonly TNode[]; readonly size: number; readonly after: unknown; readonly cursorOf: (node: TNode) => string }): Connection<TNode> {
  const edges = rows.slice(0, size).map((node) => ({ node, cursor: toCursor(node) }));
  return {
    nodes: edges.map(({ node }) => node),
    edges,
    pageInfo: { hasNextPage: rows.length > size, hasPreviousPage: after !== null, startCursor: edges[0]?.cursor ?? null, endCursor: edges.at(-1)?.cursor ?? null },
  };
}

function refuse(field: string, reason: string): never {
  throw new DomainError('BAD_USER_INPUT', `${field} ${reason}`, { details: { field, reason } });
}
