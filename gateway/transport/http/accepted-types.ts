/** The media types in which `/graphql` can answer. */
export type MediaType =
  | 'application/json'
  | 'application/graphql-response+json'
  | 'text/event-stream'
  | 'text/html'
  | 'multipart/mixed;subscriptionSpec=1.0'
  | 'multipart/mixed;deferSpec=20220824';

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
  const types = name === 'multipart/mixed' ? readMultipart(parameters) : Object.hasOwn(ranges, name) ? (ranges[name] ?? []) : [];
  return { types, quality: quality === undefined ? 1 : Number(quality.slice(2)) || 0 };
}

/** One media type stands for two protocols, which a parameter tells apart; without one the older is meant. */
function readMultipart(parameters: readonly string[]): readonly MediaType[] {
  const parameterOf = (name: string): string | undefined => parameters.find((parameter) => parameter.startsWith(`${name}=`))?.slice(name.length + 1).replaceAll('"', '');
  const subscriptionSpec = parameterOf('subscriptionspec');
  if (subscriptionSpec !== undefined) return subscriptionSpec === '1.0' ? ['multipart/mixed;subscriptionSpec=1.0'] : [];
  const deferSpec = parameterOf('deferspec');
  return deferSpec === undefined || deferSpec === '20220824' ? ['multipart/mixed;deferSpec=20220824'] : [];
}
