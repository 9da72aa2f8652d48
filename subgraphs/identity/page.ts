import { DomainError } from '#kernel/errors';

/** A page as a caller asks for it: `first` after the cursor `after`, passing over `offset`. */
export interface PageRequest {
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
  readonly offset?: number | null | undefined;
}

/** A checked page: where it begins, and one row more than it shows, to know whether there are more. */
export interface PageBounds<TPosition> {
  readonly after: TPosition | null;
  readonly offset: number;
  readonly size: number;
}

/** A list of which one page was read, as a GraphQL connection. */
export interface Connection<TNode> {
  readonly nodes: readonly TNode[];
  readonly edges: readonly { readonly cursor: string; readonly node: TNode }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly hasPreviousPage: boolean; readonly startCursor: string | null; readonly endCursor: string | null };
  readonly totalCount: number;
}

const maxPageSize = 100;
const maxOffset = 2_147_483_647;
// A cursor is the position of a row in its order, which is a number in both lists of this domain.
const positionPattern = /^(?:0|[1-9]\d{0,18})$/u;
const maxPosition = 2n ** 63n - 1n;

/** The cursor of the row at a position. */
const toCursor = (position: bigint): string => Buffer.from(position.toString()).toString('base64url');

/** Checks a page request. @throws DomainError BAD_USER_INPUT */
export function toPageBounds({ first, after, offset }: PageRequest): PageBounds<bigint> {
  const size = first ?? 20;
  if (!Number.isInteger(size) || size < 1 || size > maxPageSize) refuse('first', `must be 1 to ${maxPageSize}`);
  const skipped = offset ?? 0;
  if (!Number.isInteger(skipped) || skipped < 0 || skipped > maxOffset) refuse('offset', 'must not be negative');
  return { after: after === null || after === undefined ? null : readCursor(after), offset: skipped, size };
}

/** The position that a client was given in clear. @throws DomainError BAD_USER_INPUT */
export function readPosition(text: string): bigint {
  const position = positionPattern.test(text) ? BigInt(text) : maxPosition + 1n;
  return position <= maxPosition ? position : refuse('after', 'is not one that this list gave out');
}

/** Builds the connection from the rows of a page, of which one more than its size was read. */
export function toConnection<TNode>({ after, offset, size }: PageBounds<bigint>, list: { readonly rows: readonly TNode[]; readonly total: number; readonly positionOf: (row: TNode) => bigint }): Connection<TNode> {
  const nodes = list.rows.slice(0, size);
  const edges = nodes.map((node) => ({ node, cursor: toCursor(list.positionOf(node)) }));
  const pageInfo = {
    hasNextPage: list.rows.length > size,
    hasPreviousPage: after !== null || offset > 0,
    startCursor: edges[0]?.cursor ?? null,
    endCursor: edges.at(-1)?.cursor ?? null,
  };
  return { nodes, edges, pageInfo, totalCount: list.total };
}

function readCursor(cursor: string): bigint {
  const text = Buffer.from(cursor, 'base64url').toString();
  const position = readPosition(text);
  // base64url has several spellings of one text; only ours counts.
  return toCursor(position) === cursor ? position : refuse('after', 'is not one that this list gave out');
}

function refuse(field: string, reason: string): never {
  throw new DomainError('BAD_USER_INPUT', `${field} ${reason}`, { details: { field, reason } });
}
