import { DomainError } from '#kernel/errors';
import type { OperationRequest } from '../operations/request-parameters.ts';
import { emptyManifest, readManifest, type Manifest } from './manifest.ts';
import { createPersistedQueries, hashOf } from './persisted-queries.ts';

/** Which documents may run, and what they are called. */
export interface Documents {
  /**
   * The text of the document that a request asks for.
   * @throws DomainError PERSISTED_QUERY_NOT_FOUND, DOCUMENT_NOT_TRUSTED, NOT_FOUND for an id that is in no manifest, or INVALID_REQUEST for a text that is not what it is called
   */
  textOf(request: OperationRequest): string;
  /** Keeps a text that turned out to be good under the hash that its client gave. */
  register(request: OperationRequest): void;
  /** The texts of the manifest. */
  trusted(): Iterable<string>;
  /** Reads the manifest again. @throws DomainError BAD_USER_INPUT, and the one before stays */
  reload(): void;
}

export interface DocumentOptions {
  /** The path of a manifest of trusted documents; null for none. */
  readonly manifest: string | null;
  /** Whether no other documents run. */
  readonly trustedOnly: boolean;
  readonly persistedQueries: { readonly entries: number; readonly characters: number };
}

/** Automatic persisted queries (Apollo's protocol) and trusted documents. @throws DomainError BAD_USER_INPUT for a manifest that is none */
export function createDocuments({ manifest: file, trustedOnly, persistedQueries }: DocumentOptions): Documents {
  const persisted = createPersistedQueries(persistedQueries);
  const read = (): Manifest => (file === null ? emptyManifest : readManifest(file));
  let manifest = read();

  const untrusted = ({ query, documentId, hash }: OperationRequest): string => {
    if (query !== null && hash !== null && hashOf(query) !== hash) throw mismatch();
    const text = query ?? (hash === null ? undefined : persisted.get(hash));
    if (text !== undefined) return text;
    // Clients of the protocol know this code and these words, and answer with the text.
    if (hash !== null) throw new DomainError('PERSISTED_QUERY_NOT_FOUND', 'PersistedQueryNotFound');
    throw new DomainError('NOT_FOUND', 'No trusted document has this id', { details: { documentId } });
  };

  return {
    textOf(request) {
      const { query, documentId, hash } = request;
      const id = documentId ?? hash;
      const trusted = id === null ? undefined : manifest.textOf.get(id);
      if (trusted !== undefined) {
        if (query !== null && query !== trusted) throw mismatch();
        return trusted;
      }
      if (!trustedOnly) return untrusted(request);
      if (query === null || !manifest.texts.has(query)) throw notTrusted();
      return query;
    },
    register({ query, hash }) {
      if (query !== null && hash !== null && !trustedOnly) persisted.set(hash, query);
    },
    trusted: () => manifest.texts,
    reload() {
      manifest = read();
    },
  };
}

const mismatch = (): DomainError => new DomainError('INVALID_REQUEST', 'The document is not the one that its hash or id names');

const notTrusted = (): DomainError =>
  new DomainError('DOCUMENT_NOT_TRUSTED', 'This server runs only the documents of its manifest (GRAPHQL_TRUSTED_ONLY): name one by its id, or send its exact text');
