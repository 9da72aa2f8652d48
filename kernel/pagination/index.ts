import { DomainError } from '#kernel/errors';

/** A page as a caller asks for it: `first` after the cursor `after`, passing over `offset`. */
export interface PageRequest {
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
  readonly offset?: number | null | undefined;
}

/** A checked page. Read one row more than `size`, to know whether there are more. */
export interface PageBounds<TPosition> {
  readonly after: TPosition | null;
  readonly offset: number;
  readonly size: number;
}

/** A page of a list as a GraphQL connection, without its total. */
export interface Connection<TNode> {
  readonly nodes: readonly TNode[];
  readonly edges: readonly { readonly cursor: string; readonly node: TNode }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly hasPreviousPage: boolean; readonly startCursor: string | null; readonly endCursor: string | null };
}

/** How a list is ordered: the values that place a node, and the position that such values mean; null for what no node can have. */
export interface PageOrder<TNode, TPosition> {
  readonly valuesOf: (node: TNode) => readonly string[];
  readonly positionOf: (values: readonly string[]) => TPosition | null;
}

const defaultPageSize = 20;
const maxPageSize = 100;
const maxOffset = 2_147_483_647;

/** Checks a page request. @throws DomainError BAD_USER_INPUT */
export function toPageBounds<TPosition>({ first, after, offset }: PageRequest, { positionOf }: Pick<PageOrder<never, TPosition>, 'positionOf'>): PageBounds<TPosition> {
  const size = first ?? defaultPageSize;
  if (!Number.isInteger(size) || size < 1 || size > maxPageSize) refuse('first', `must be 1 to ${maxPageSize}`);
  const skipped = offset ?? 0;
  if (!Number.isInteger(skipped) || skipped < 0 || skipped > maxOffset) refuse('offset', 'must not be negative');
  return { after: after === null || after === undefined ? null : readCursor(after, positionOf), offset: skipped, size };
}

/** Builds the connection from the rows of a page and at least one more if there are more. */
export function toConnection<TNode, TPosition>(rows: readonly TNode[], { after, offset, size }: PageBounds<TPosition>, { valuesOf }: Pick<PageOrder<TNode, TPosition>, 'valuesOf'>): Connection<TNode> {
  const edges = rows.slice(0, size).map((node) => ({ node, cursor: toCursor(valuesOf(node)) }));
  return {
    nodes: edges.map(({ node }) => node),
    edges,
    pageInfo: { hasNextPage: rows.length > size, hasPreviousPage: after !== null || offset > 0, startCursor: edges[0]?.cursor ?? null, endCursor: edges.at(-1)?.cursor ?? null },
  };
}

/** An opaque cursor of the values by which a list is ordered. */
const toCursor = (values: readonly string[]): string => Buffer.from(JSON.stringify(values)).toString('base64url');

function readCursor<TPosition>(cursor: string, positionOf: (values: readonly string[]) => TPosition | null): TPosition {
  const values = decode(cursor);
  const position = values === null ? null : positionOf(values);
  return position ?? refuse('after', 'is not a cursor of this list');
}

/** Only our own spelling counts: base64url has several of one text. */
function decode(cursor: string): readonly string[] | null {
  try {
    const values: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    const texts = Array.isArray(values) ? values.filter((value) => typeof value === 'string') : [];
    return toCursor(texts) === cursor ? texts : null;
  } catch {
    return null;
  }
}

function refuse(field: string, reason: string): never {
  throw new DomainError('BAD_USER_INPUT', `${field} ${reason}`, { details: { field, reason } });
}
