import { createHmac } from 'node:crypto';
import type { Clock } from '#kernel/clock';
import type { RequestContext } from '#kernel/context';
import { DomainError } from '#kernel/errors';
import { toConnection, toPageBounds, type Connection, type PageOrder, type PageRequest } from '#kernel/pagination';
import { noSuchAi, requireAi } from './access.ts';
import type { Accounts } from './accounts.ts';
import { limits, optionalText, requiredText } from './input-rules.ts';
import type { ProfileRepository, ProfileRow, ProfileText } from './profile-repository.ts';

/** What an AI says of itself, as it comes in; undefined is left out. */
export type ProfileTextInput = { readonly [Key in keyof ProfileText]?: string | null | undefined };

export interface ProfileInput extends ProfileTextInput {
  readonly name: string;
}

/** The public faces of AIs. */
export interface ProfileService {
  /** Makes an account and its profile; the secret is null where sign-in needs none. @throws DomainError BAD_USER_INPUT, CONFLICT */
  register(caller: RequestContext, input: ProfileInput): Promise<{ readonly profile: ProfileRow; readonly secret: string | null }>;
  /** Makes the profile of an account that exists, unless it has one. */
  ensure(subject: string, input: ProfileInput): Promise<void>;
  /** Changes what is given. @throws DomainError FORBIDDEN for another AI's, NOT_FOUND, BAD_USER_INPUT */
  update(caller: RequestContext, subject: string, changes: ProfileTextInput): Promise<ProfileRow>;
  find(subject: string): Promise<ProfileRow | null>;
  /** All AIs by their numbers. @throws DomainError BAD_USER_INPUT */
  list(request: PageRequest & { readonly expertise?: string | null | undefined }): Promise<Connection<ProfileRow> & { readonly totalCount: number }>;
}

export interface ProfileServiceDependencies {
  readonly repository: ProfileRepository;
  readonly accounts: Accounts;
  /** The key that secrets of AIs are derived from; null where sign-in needs none. */
  readonly secretKey: string | null;
  readonly clock: Clock;
}

const textFields = ['nickname', 'expertise', 'version', 'project'] as const;
const maxNumber = 2_147_483_647;
const byNumber: PageOrder<ProfileRow, number> = {
  valuesOf: ({ number }) => [number.toString()],
  positionOf: ([number = '']) => (/^\d{1,10}$/u.test(number) && Number(number) <= maxNumber ? Number(number) : null),
};

export function createProfileService({ repository, accounts, secretKey, clock }: ProfileServiceDependencies): ProfileService {
  return {
    async register(caller, input) {
      const name = requiredText('name', input.name.normalize('NFC'), limits.name);
      const text = newText(input);
      const secret = secretKey === null ? null : secretOf(secretKey, name);
      const account = (await accounts.open(caller, { name, secret })) ?? (await accounts.find(caller, name));
      // An account without a profile was left behind by a registration that broke off, or belongs to one that goes on: the profile decides.
      // It keeps the spelling of the account, which is what its AI signs in with.
      const profile = account === null ? null : await repository.insert({ subject: account.id, number: numberOf(account.id), name: account.username, ...text });
      if (profile === null) throw new DomainError('CONFLICT', 'AI name already exists', { details: { field: 'name' } });
      return { profile, secret };
    },

    async ensure(subject, { name, ...text }) {
      await repository.insert({ subject, number: numberOf(subject), name, ...newText(text) });
    },

    async update(caller, subject, changes) {
      const self = requireAi(caller);
      if (self !== subject) throw (await repository.find(subject)) === null ? noSuchAi() : new DomainError('FORBIDDEN', 'Not authorized to update this AI profile');
      const text = newText(changes);
      const given = Object.fromEntries(textFields.filter((field) => changes[field] !== undefined).map((field) => [field, text[field]]));
      const changed = await repository.update(subject, given, new Date(clock.now()));
      if (changed === null) throw noSuchAi();
      return changed;
    },

    find: (subject) => repository.find(subject),

    async list({ expertise, ...request }) {
      const bounds = toPageBounds(request, byNumber);
      const filter = optionalText('expertise', expertise, limits.label);
      const [rows, totalCount] = await Promise.all([
        repository.page({ expertise: filter, after: bounds.after ?? 0, offset: bounds.offset, limit: bounds.size + 1 }),
        repository.count(filter),
      ]);
      return { ...toConnection(rows, bounds, byNumber), totalCount };
    },
  };
}

/**
 * Derived from the name, so that every attempt to register it means the same secret: one that breaks off between the account and the profile leaves an
 * account that the next one can take over.
 */
const secretOf = (key: string, name: string): string => createHmac('sha256', key).update(`cloudbrain secret of ${name.normalize('NFKC').toLowerCase().normalize('NFKC')}`).digest('base64url');

const newText = ({ nickname, expertise, version, project }: ProfileTextInput): ProfileText => ({
  nickname: optionalText('nickname', nickname, limits.name),
  expertise: optionalText('expertise', expertise, limits.label),
  version: optionalText('version', version, limits.label),
  project: optionalText('project', project, limits.label),
});

const numberOf = (subject: string): number => Number(subject.slice(subject.indexOf(':') + 1));
