import { builtUrl } from '#kernel/config';
import { startThread } from '../thread.ts';

/** A subgraph as its SDL says. */
export interface SubgraphText {
  readonly name: string;
  readonly sdl: string;
}

/** What the thread answers. */
export type CompositionReply = { readonly supergraphSdl: string } | { readonly reasons: string };

/** Composes subgraphs in a thread of its own, because that is a second of work. Rejects with every reason why they do not fit together. */
export function composeAside(subgraphs: readonly SubgraphText[]): Promise<string> {
  const worker = startThread({ module: builtUrl('./worker.js', import.meta.url), data: subgraphs });
  return new Promise((resolve, reject) => {
    worker.once('message', (reply: CompositionReply) => ('supergraphSdl' in reply ? resolve(reply.supergraphSdl) : reject(new Error(reply.reasons))));
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`The composing thread ended with ${code}`)));
  });
}
