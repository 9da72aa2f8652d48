import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createRequestContext } from '#kernel/context';
import { startApolloOracle, type ApolloOracle } from './fixture/apollo-gateway.ts';
import { ask } from './fixture/ask.ts';
import { explained, type LocatedError } from './fixture/explained.ts';
import { createFixtureEngine } from './fixture/fixture-engine.ts';
import type { ExpectedAnswer, FixtureOperation } from './fixture/supergraph.ts';
import { fixtureSupergraphs } from './fixture/supergraphs/index.ts';

/** What matters of an answer: its data, and whether it tells of an error. */
interface Verdict {
  readonly data: unknown;
  readonly hasErrors: boolean;
}

interface Question {
  readonly name: string;
  readonly operation: FixtureOperation;
  readonly variables: Readonly<Record<string, unknown>>;
}

const verdictOf = ({ data, errors }: { readonly data?: unknown; readonly errors?: readonly LocatedError[] | undefined }): Verdict => ({ data, hasErrors: explained(errors).length > 0 });

const writtenByHand = ({ data, hasErrors = false }: ExpectedAnswer): Verdict => ({ data, hasErrors });

describe.each(fixtureSupergraphs)('$name', ({ subgraphs, operations, apolloRefuses }) => {
  const engines = {
    interpreted: createFixtureEngine(subgraphs()),
    compiled: createFixtureEngine(subgraphs(), { jit: true }),
    ...(apolloRefuses === undefined && { apollo: createFixtureEngine(subgraphs(), { isApollo: true }) }),
  };
  let oracle: ApolloOracle | null = null;

  beforeAll(async () => {
    oracle = apolloRefuses === undefined ? await startApolloOracle(subgraphs()) : null;
  });
  afterAll(() => oracle?.stop());

  /** Once, because a mutation changes something; a query so often that its subgraph operations are compiled. */
  async function answers({ operation: { query, isMutation, expected }, variables }: Question): Promise<Readonly<Record<string, Verdict>>> {
    const verdicts = Object.entries(engines).filter(([name]) => name !== 'apollo' || expected?.isApollosFault !== true).map(async ([name, engine]) => {
      let answer = await ask(engine, query, { variables });
      for (let run = 0; run < 2 && name === 'compiled' && !isMutation; run++) answer = await ask(engine, query, { variables });
      return [name, verdictOf(answer)] as const;
    });
    return Object.fromEntries(await Promise.all(verdicts));
  }

  async function apolloAnswers({ operation: { query }, variables }: Question): Promise<Verdict> {
    if (oracle === null) throw new Error(`Apollo's gateway does not start, because ${apolloRefuses ?? ''}: its answer must be written by hand`);
    const { data, errors } = await oracle.ask(query, variables, createRequestContext());
    return verdictOf({ data: data === undefined ? undefined : JSON.parse(JSON.stringify(data)), errors });
  }

  const asked = operations.flatMap((operation) => operation.variables.map((variables): Question => ({ name: `${operation.name} ${JSON.stringify(variables)}`, operation, variables })));

  test.each(asked)('$name', async (question) => {
    const { expected } = question.operation;
    const right = expected === null ? await apolloAnswers(question) : writtenByHand(expected);
    const given = await answers(question);
    expect(given).toStrictEqual(Object.fromEntries(Object.keys(given).map((name) => [name, right])));
  });
});
