/** The media types in which `/graphql` can answer. */
export type MediaType = 'application/json' | 'application/graphql-response+json' | 'text/event-stream' | 'text/html';

const json: readonly MediaType[] = ['application/json'];

/**
 * The media types that an `Accept` header asks for, best first; empty when none of ours is among them.
 * A wildcard means JSON: streams and pages are for those who name them (GraphQL over HTTP, section 4.1).
 */
export function acceptedTypes(accept: string | undefined): readonly MediaType[] {
  if (accept === undefined || accept === '*/*' || accept === 'application/json') return json;
  const ranges = accept.split(',').map(readRange).filter(({ quality }) => quality > 0);
  const best = new Map<MediaType, number>();
  for (const { types, quality } of ranges) {
    for (const type of types) best.set(type, Math.max(quality, best.get(type) ?? 0));
  }
  // The sort is stable: what is asked for equally keeps the caller's order.
  return [...best].sort(([, one], [, other]) => other - one).map(([type]) => type);
}

interface MediaRange {
  readonly types: readonly MediaType[];
  readonly quality: number;
}

const ranges: Readonly<Record<string, readonly MediaType[]>> = {
  'application/json': json,
  'application/graphql-response+json': ['application/graphql-response+json'],
  'text/event-stream': ['text/event-stream'],
  'text/html': ['text/html'],
  'application/*': json,
  '*/*': json,
};

function readRange(text: string): MediaRange {
  const [name = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase());
  const quality = parameters.find((parameter) => parameter.startsWith('q='));
  const types = Object.hasOwn(ranges, name) ? (ranges[name] ?? []) : [];
  return { types, quality: quality === undefined ? 1 : Number(quality.slice(2)) || 0 };
}
