import type { Token } from 'node-llama-cpp';
import type { TokenAlternative, TokenLogprob } from '../backend.ts';
import type { LogitIndex, NativeContext, NativeVocabulary } from './native.ts';

/** Reads how probable the model held a token, before any sampling parameter, and which ones it held likeliest there. */
export type LogprobReader = (index: LogitIndex, token: Token, alternatives: number) => Promise<TokenLogprob>;

export interface LogprobReaderOptions {
  readonly context: Pick<NativeContext, 'sampleToken'>;
  readonly createSampler: NativeVocabulary['createSampler'];
  readonly bytesOf: (token: Token) => Buffer;
}

/** A reader for one context. */
export function createLogprobReader({ context, createSampler, bytesOf }: LogprobReaderOptions): LogprobReader {
  const plain = createSampler(); // greedy and nothing else, so that what it sees are the logits of the model
  plain.applyConfig({ temperature: 0, topP: 1, topK: 0, minP: 0, seed: 0 });

  return async (index, token, alternatives) => {
    const [, , , pairs = [], weight = 1] = await context.sampleToken(index, plain, false, false, [[token], false, false, false, Math.max(1, alternatives)], true);
    const logits = pairsOf(pairs);
    const highest = logits[0]?.logit ?? 0;
    const normaliser = highest + Math.log(weight);
    const alternative = (id: Token, logit: number): TokenAlternative => {
      const bytes = bytesOf(id);
      return { token: bytes.toString('utf8'), bytes: [...bytes], logprob: logit - normaliser };
    };
    const own = logits.find(({ id }) => id === token)?.logit ?? highest;
    return { ...alternative(token, own), top: logits.slice(0, alternatives).map(({ id, logit }) => alternative(id, logit)) };
  };
}

/** The native list is flat: a token, its logit, the next token. */
function pairsOf(flat: readonly number[]): readonly { readonly id: Token; readonly logit: number }[] {
  const pairs: { readonly id: Token; readonly logit: number }[] = [];
  // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- the native list holds tokens at even places
  for (let place = 0; place + 1 < flat.length; place += 2) pairs.push({ id: flat[place] as Token, logit: flat[place + 1] ?? 0 });
  return pairs;
}
