import { hash, verify } from '@node-rs/argon2';
import { newSecret } from '#kernel/ids';
import { isPossiblePassword } from './account-rules.ts';
import { createBoundedQueue, type QueueBounds } from './bounded-queue.ts';

/** Makes and checks password hashes off the event loop. */
export interface Passwords {
  /** The argon2id hash to store. @throws DomainError UNAVAILABLE under a flood */
  hash(password: string): Promise<string>;
  /** Whether the password is the stored one. A null hash costs the same time and is false. @throws DomainError UNAVAILABLE under a flood */
  verify(passwordHash: string | null, password: string): Promise<boolean>;
}

// OWASP Password Storage Cheat Sheet: argon2id (the library's default algorithm) with 19 MiB, two passes, one lane.
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
const defaultBounds: QueueBounds = { concurrency: 2, maxWaiting: 200 };

/** Password hashing that a flood of sign-ins cannot turn into a flood of memory: at most `bounds` at once. */
export async function createPasswords(bounds: QueueBounds = defaultBounds): Promise<Passwords> {
  const queued = createBoundedQueue(bounds);
  const nobodysHash = await hash(newSecret(), cost);
  // One spelling of a password, whatever keyboard composed it.
  const spelling = (password: string): string => password.normalize('NFC');
  return {
    hash: (password) => queued(() => hash(spelling(password), cost)),
    async verify(passwordHash, password) {
      if (!isPossiblePassword(password)) return false;
      const matches = await queued(() => verify(passwordHash ?? nobodysHash, spelling(password)));
      return matches && passwordHash !== null;
    },
  };
}
