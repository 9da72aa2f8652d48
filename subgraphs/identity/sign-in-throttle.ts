import { isIPv6 } from 'node:net';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { DomainError } from '#kernel/errors';

/** Who tries to prove a password. */
export interface SignInAttempt {
  /** Null for a text that is no user name. */
  readonly usernameKey: string | null;
  /** Null for a caller inside. */
  readonly address: string | null;
}

/** How many failures one window bears. */
export interface SignInLimits {
  readonly perNameAndAddress: number;
  readonly perAddress: number;
  readonly windowSeconds: number;
}

/** Bounds the guessing of passwords. The same for names that exist and names that do not. */
export interface SignInThrottle {
  /**
   * Runs the check of a password. An attempt counts before it runs, so that parallel guesses cannot pass together; a match gives it back.
   * @throws DomainError RATE_LIMITED with `details.retryAfterSeconds`
   */
  guard(attempt: SignInAttempt, check: () => Promise<boolean>): Promise<boolean>;
}

const defaultLimits: SignInLimits = { perNameAndAddress: 10, perAddress: 100, windowSeconds: 900 };

/** No throttle, for benchmarks. */
export const openThrottle: SignInThrottle = { guard: (_, check) => check() };

/** A throttle in the memory of this process. */
export function createSignInThrottle({ perNameAndAddress, perAddress, windowSeconds }: SignInLimits = defaultLimits): SignInThrottle {
  const byAddress = new RateLimiterMemory({ points: perAddress, duration: windowSeconds });
  const byName = new RateLimiterMemory({ points: perNameAndAddress, duration: windowSeconds });
  return {
    async guard({ usernameKey, address }, check) {
      const place = placeOf(address);
      const pair = `${usernameKey ?? ''} ${place}`;
      const giveBack = () => Promise.all([byAddress.reward(place), byName.reward(pair)]);
      // The address first: it bounds how many pairs one address can make this process remember.
      await consume(byAddress, place);
      await consume(byName, pair).catch(async (refusal: unknown) => {
        await byAddress.reward(place);
        throw refusal;
      });
      const matches = await check().catch(async (fault: unknown) => {
        await giveBack();
        throw fault;
      });
      if (matches) await Promise.all([byAddress.reward(place), byName.delete(pair)]);
      return matches;
    },
  };
}

/** What counts as one address: of IPv6 the /64 network, because one subscriber has all of it. */
function placeOf(address: string | null): string {
  if (address === null) return 'inside';
  if (!isIPv6(address) || address.includes('.')) return address;
  const [head = [], tail = []] = address.split('::').map((part) => (part === '' ? [] : part.split(':')));
  const zeros = Array.from({ length: 8 - head.length - tail.length }, () => '0');
  return [...head, ...zeros, ...tail].slice(0, 4).join(':');
}

async function consume(limiter: RateLimiterMemory, key: string): Promise<void> {
  try {
    await limiter.consume(key);
  } catch (rejection) {
    if (!(rejection instanceof RateLimiterRes)) throw rejection;
    const retryAfterSeconds = Math.ceil(rejection.msBeforeNext / 1000);
    throw new DomainError('RATE_LIMITED', 'Too many failed sign-ins; try again later', { details: { retryAfterSeconds } });
  }
}
