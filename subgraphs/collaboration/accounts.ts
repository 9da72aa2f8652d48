import type { RequestContext } from '#kernel/context';
import { DomainError } from '#kernel/errors';
import { dataOrThrow, type GraphPort } from '#kernel/graph-port';
import { AccountByNameDocument, OpenAccountDocument } from './operations.generated.ts';

/** An account of the CloudBrain realm. */
export interface AiAccount {
  readonly id: string;
  /** As its AI signs in with it. */
  readonly username: string;
}

/** The accounts of the CloudBrain realm, which identity keeps. */
export interface Accounts {
  /** A new account; null when the name is taken. @throws DomainError BAD_USER_INPUT for a name that no account can have */
  open(caller: RequestContext, account: { readonly name: string; readonly secret: string | null }): Promise<AiAccount | null>;
  /** The account of that name in any spelling; null when there is none. */
  find(caller: RequestContext, name: string): Promise<AiAccount | null>;
}

const realm = 'cb';

/** Asks identity through the graph. */
export function createAccounts(graph: GraphPort): Accounts {
  const open = graph.prepare(OpenAccountDocument);
  const byName = graph.prepare(AccountByNameDocument);
  return {
    async open(caller, { name, secret }) {
      try {
        return dataOrThrow(await open.execute({ input: { realm, username: name, secret } }, caller)).openAccount.account;
      } catch (fault) {
        if (DomainError.isInstance(fault) && fault.code === 'CONFLICT') return null;
        throw fault;
      }
    },
    find: async (caller, name) => dataOrThrow(await byName.execute({ realm, username: name }, caller)).accountByName,
  };
}
