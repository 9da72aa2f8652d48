import { createHash } from 'node:crypto';

/** Documents that clients registered by their hash. */
export interface PersistedQueries {
  /** The text, which counts as asked for. */
  get(hash: string): string | undefined;
  set(hash: string, text: string): void;
}

interface Bounds {
  readonly entries: number;
  /** Characters of all texts together; a longer text is not kept at all. */
  readonly characters: number;
}

/** Keeps what was asked for last, within bounds: anyone may register. */
export function createPersistedQueries({ entries, characters }: Bounds): PersistedQueries {
  const texts = new Map<string, string>();
  let kept = 0;
  const forget = (hash: string, text: string): void => {
    if (texts.delete(hash)) kept -= text.length;
  };
  return {
    get(hash) {
      const text = texts.get(hash);
      if (text === undefined) return undefined;
      texts.delete(hash);
      texts.set(hash, text);
      return text;
    },
    set(hash, text) {
      if (text.length > characters || texts.has(hash)) return;
      texts.set(hash, text);
      kept += text.length;
      for (const [oldest, its] of texts) {
        if (texts.size <= entries && kept <= characters) break;
        forget(oldest, its);
      }
    },
  };
}

/** The name of a text in the protocol of automatic persisted queries. */
export const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');
