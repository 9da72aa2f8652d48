import { requirePrincipal, type RequestContext } from '#kernel/context';
import { DomainError } from '#kernel/errors';
import type { Logger } from '#kernel/logging';
import { mayActFor } from '#kernel/principal';
import type { OpeningBalance } from './opening-balance.ts';
import { createReservationKeeper, type Reservation } from './reservation-keeper.ts';
import type { Cost, Hold, InferenceRepository } from './repository.ts';

export interface GrantRequest {
  readonly subject: string;
  readonly amount: number;
  readonly reason: string | null;
}

/** The rules of token accounts. */
export interface TokenAccountService {
  /** Holds tokens for a request. @throws DomainError INSUFFICIENT_TOKENS with the balance and what is required */
  reserve(context: RequestContext, request: Hold): Promise<Reservation>;
  /** Charges what an answer cost and frees the rest, exactly once; the balance after it. Goes on trying when the database is away. */
  settle(reservation: Reservation, cost: Cost): Promise<number>;
  /** Opens those accounts that are not open yet. Balances by subject. */
  balances(context: RequestContext, subjects: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /** @throws DomainError UNAUTHENTICATED or FORBIDDEN unless the caller is the subject or an administrator */
  requireOwner(context: RequestContext, subject: string): void;
  /** Changes a balance for an administrator. @throws DomainError FORBIDDEN, BAD_USER_INPUT */
  grant(context: RequestContext, request: GrantRequest): Promise<void>;
  /** Gives back what dead processes held, and begins to keep what this one holds. */
  start(): Promise<void>;
  stop(): void;
}

export interface TokenAccountOptions {
  readonly repository: InferenceRepository;
  readonly openingBalance: OpeningBalance;
  readonly defaultBalance: number;
  /** How often leases are renewed and expired ones are given back; a few times per lease. */
  readonly heartbeatMs: number;
  readonly logger: Logger;
}

/** Token accounts over a repository. */
export function createTokenAccountService({ repository, openingBalance, defaultBalance, heartbeatMs, logger }: TokenAccountOptions): TokenAccountService {
  const keeper = createReservationKeeper({ repository, heartbeatMs, logger });
  const open = async (context: RequestContext, subject: string): Promise<void> => {
    await repository.open(subject, (await openingBalance(subject, context)) ?? defaultBalance);
  };
  return {
    settle: (reservation, cost) => keeper.settle(reservation, cost),
    start: () => keeper.start(),
    stop: () => keeper.stop(),
    async reserve(context, request) {
      const { id, subject, model, promptTokens, fewestCompletionTokens } = request;
      let found = await repository.reserve(request);
      if (found === null) {
        await open(context, subject);
        found = await repository.reserve(request);
      }
      if (found === null) throw new TypeError('A token account that was opened is not there');
      const { balance, free, held: tokens } = found;
      if (tokens === null) {
        const required = promptTokens + fewestCompletionTokens;
        throw new DomainError('INSUFFICIENT_TOKENS', `The request needs ${required} tokens, and ${free} are left`, { details: { balance: free, required } });
      }
      const reservation = { id, subject, model, promptTokens, completionTokens: tokens - promptTokens, balance };
      keeper.hold(reservation);
      return reservation;
    },
    async balances(context, subjects) {
      const found = await repository.balances(subjects);
      const missing = subjects.filter((subject) => !found.has(subject));
      if (missing.length === 0) return found;
      await Promise.all(missing.map((subject) => open(context, subject)));
      return repository.balances(subjects);
    },
    requireOwner(context, subject) {
      if (!mayActFor(requirePrincipal(context), subject)) throw new DomainError('FORBIDDEN', 'Only the user and administrators see this');
    },
    async grant(context, { subject, amount, reason }) {
      const { subject: grantedBy, scopes } = requirePrincipal(context);
      if (!scopes.has('admin')) throw new DomainError('FORBIDDEN', 'Only administrators grant tokens');
      if (amount === 0) refuse('amount', 'must not be 0');
      if (reason !== null && reason.length > 500) refuse('reason', 'must have at most 500 characters');
      await open(context, subject);
      if ((await repository.grant({ subject, amount, reason, grantedBy })) === null) refuse('amount', 'makes the balance larger than 2147483647');
    },
  };
}

function refuse(field: string, reason: string): never {
  throw new DomainError('BAD_USER_INPUT', `${field} ${reason}`, { details: { field, reason } });
}
