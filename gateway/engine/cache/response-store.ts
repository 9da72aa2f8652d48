/** Where answers are kept. Nothing here rejects or throws: a store that fails is one that knows nothing. */
export interface ResponseStore {
  /** The answer under a key, or the moment from which on a new one is made. */
  read(key: string): Recall | Promise<Recall>;
  /** Keeps an answer, unless one of its tags was invalidated since its moment: it may have been made of what was there before. */
  write(response: NewResponse): void;
  /** Forgets all answers that have one of these tags; done when nobody is given one of them any more, or when that cannot be had. */
  invalidate(tags: readonly string[]): void | Promise<void>;
  close(): Promise<void>;
}

/** What a store says to a key. */
export type Recall =
  | { readonly kind: 'hit'; readonly text: string; /** Seconds. */ readonly age: number }
  | { readonly kind: 'miss'; readonly since: number }
  /** Nothing is known and nothing is to be kept. */
  | { readonly kind: 'bypass' };

/** An answer to keep. */
export interface NewResponse {
  readonly key: string;
  readonly text: string;
  /** Seconds. */
  readonly maxAge: number;
  readonly tags: readonly string[];
  readonly since: number;
}
