import type { Freshness } from '../../engine/index.ts';

/** What an answer for everybody depends on besides its address: its media type, and the cross-origin headers. */
const variesForAll = 'Accept, Origin';

/**
 * What tells a cache how long an answer is good, and for whom (RFC 9111). `max-age` counts from when it was made, which was `Age` seconds ago. It goes with 200 only,
 * and an answer to a POST is kept by hardly any cache.
 */
export const freshnessHeaders = ({ maxAge, isPrivate, age }: Freshness): Readonly<Record<string, string>> => ({
  'Cache-Control': `max-age=${maxAge}, ${isPrivate ? 'private' : 'public'}`,
  Vary: isPrivate ? `${variesForAll}, Authorization, X-API-Key` : variesForAll,
  ...(age !== null && { Age: String(age) }),
});
