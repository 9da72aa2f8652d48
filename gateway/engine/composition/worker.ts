import { parentPort, workerData } from 'node:worker_threads';
import { parse } from 'graphql';
import { composeSupergraph } from '../compose.ts';
import type { CompositionReply, SubgraphText } from './compose-aside.ts';

function compose(subgraphs: readonly SubgraphText[]): CompositionReply {
  try {
    return { supergraphSdl: composeSupergraph(subgraphs.map(({ name, sdl }) => ({ name, typeDefs: parse(sdl) }))) };
  } catch (fault) {
    return { reasons: fault instanceof Error ? fault.message : String(fault) };
  }
}

// eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- compose-aside.ts starts this and nobody else
parentPort?.postMessage(compose(workerData as readonly SubgraphText[]));
