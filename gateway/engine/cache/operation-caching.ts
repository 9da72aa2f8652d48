import { createHash } from 'node:crypto';
import { print } from 'graphql';
import type { Principal } from '#kernel/principal';
import { afterwards, isPromise } from '../../subgraph-links/index.ts';
import type { CheckedOperation } from '../document/checked-operation.ts';
import type { OperationDocument } from '../document/operation-document.ts';
import type { OperationVariant } from '../operation-variant.ts';
import type { Begun } from '../runnable-operation.ts';
import { cachePolicy, type CachePolicy, type Freshness } from './cache-policy.ts';
import { compileInvalidation, createTagsOfAnswer, type TagsOfAnswer } from './cache-tags.ts';
import type { CacheRules } from './cache-rules.ts';
import type { ResponseStore } from './response-store.ts';

/** Answers of an operation that may be kept. */
export interface OperationCaching {
  readonly policy: CachePolicy;
  /** The answer that is kept, or the one that `make` makes, which is kept if it has no errors. */
  answer<TAnswer>(begun: Begun, form: CachedForm<TAnswer>): TAnswer | Promise<TAnswer>;
}

/** How an answer is made, and kept as JSON text. */
interface CachedForm<TAnswer> {
  readonly make: () => TAnswer | Promise<TAnswer>;
  readonly toText: (answer: TAnswer) => string;
  readonly fromText: (text: string) => TAnswer;
  /** Says on an answer how long it is good. */
  readonly date: (answer: TAnswer, freshness: Freshness) => TAnswer;
}

/** What answers are kept with. */
export interface CachingEnvironment {
  readonly store: ResponseStore;
  readonly rules: CacheRules;
  /** Tells this graph and this view of it from others that share the store. */
  readonly namespace: () => string;
  readonly count: (outcome: CacheOutcome) => void;
}

/** `bypass`: the store was not to be had. */
export type CacheOutcome = 'hit' | 'miss' | 'bypass';

/** Compiles the caching of an operation. Null when its answers may not be kept, as is the rule. */
export function compileCaching({ document, schema, guarded, guardsOfInputs }: CheckedOperation, { store, rules, namespace, count }: CachingEnvironment): OperationCaching | null {
  const policy = cachePolicy(document, schema, rules);
  if (policy === null) return null;
  const { maxAge } = policy;
  // Here it is told apart who may not see all of it. Caches outside cannot do that.
  const isPrivate = policy.isPrivate || guarded.size > 0 || guardsOfInputs !== null;
  const operation = hashOf(`${namespace()}\n${textOf(document)}`);
  const tagsOf = new WeakMap<OperationVariant, TagsOfAnswer>();
  const tags = ({ run, variant }: Begun): readonly string[] | null => {
    const known = tagsOf.get(variant) ?? createTagsOfAnswer(variant.shape, { schema, tags: rules.tags });
    tagsOf.set(variant, known);
    return known(run.data ?? {}, run.variables);
  };
  return {
    policy,
    answer(begun, { make, toText, fromText, date }) {
      const { run, variant } = begun;
      const key = keyOf([operation, maskOf(variant), JSON.stringify(run.variables), policy.isPrivate ? readerOf(run.scope.context.principal) : '']);
      return afterwards(store.read(key), (recall) => {
        count(recall.kind);
        if (recall.kind === 'hit') return date(fromText(recall.text), { maxAge, isPrivate, age: recall.age });
        return afterwards(make(), (answer) => {
          const found = recall.kind === 'miss' && run.errors.length === 0 ? tags(begun) : null;
          if (recall.kind !== 'miss' || found === null) return answer;
          store.write({ key, text: toText(answer), maxAge, tags: found, since: recall.since });
          return date(answer, { maxAge, isPrivate, age: null });
        });
      });
    },
  };
}

/** Makes a variant of a mutation tell what it makes outdated, when its fetches have ended. Null when that is nothing. */
export function compileInvalidating(checked: CheckedOperation, { store, rules }: CachingEnvironment): ((variant: OperationVariant) => OperationVariant) | null {
  const tagsOf = compileInvalidation(checked, rules);
  if (tagsOf === null) return null;
  return ({ step, ...variant }) => ({
    ...variant,
    step: step === null ? null : (run) => {
      const told = (): void | Promise<void> => store.invalidate(tagsOf(run.variables));
      const pending = step(run);
      // However it ends, it may have changed something.
      const toldLate = pending === undefined ? told() : pending.finally(told);
      return isPromise(toldLate) ? toldLate : undefined;
    },
  });
}

const textOf = ({ operation, fragments }: OperationDocument): string => [operation, ...fragments.values()].map(print).join('\n');

/** Longer keys are hashed. */
const longestKey = 300;

/** Lengths keep two parts from running into each other. */
function keyOf(parts: readonly string[]): string {
  let key = '';
  for (const part of parts) key += `${part.length}:${part}`;
  return key.length <= longestKey ? key : hashOf(key);
}

const hashOf = (text: string): string => createHash('sha256').update(text).digest('base64url');

const maskOf = ({ denied }: OperationVariant): string => denied.map(({ path }) => path.join('.')).join();

/** Who reads something private: the same person may do less with one credential than with another. */
const readerOf = (principal: Principal | null): string => (principal === null ? '' : `${principal.subject} ${[...principal.scopes].sort().join()} ${principal.role}`);
