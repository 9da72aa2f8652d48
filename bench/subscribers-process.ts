import { setMaxListeners } from 'node:events';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { parse } from 'graphql';
import { pino } from 'pino';
import { createGatewayTransport } from '#gateway';
import type { RequestContext } from '#kernel/context';
import { createListener } from '#kernel/listener';
import { createMetrics } from '#kernel/metrics';
import { createShopEngine } from '../gateway/engine/fixture/shop.ts';

// A gateway over one subgraph, which announces something to all subscribers when its parent says so.
const typeDefs = parse('type Query { hello: String } type Subscription { announced: Announcement } type Announcement { number: Int! text: String! }');

interface Announcement {
  readonly announced: { readonly number: number; readonly text: string };
}

const waiting = new Set<(announcement: Announcement) => void>();

async function* announcements({ cancellation: { signal } }: RequestContext): AsyncGenerator<Announcement> {
  setMaxListeners(0, signal);
  while (!signal.aborted) {
    yield await new Promise<Announcement>((resolve) => {
      waiting.add(resolve);
    });
  }
}

const resolvers = { Subscription: { announced: { subscribe: (_: unknown, __: unknown, context: RequestContext) => announcements(context) } } };
// eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- these resolvers have narrow types
const schema = buildSubgraphSchema({ typeDefs, resolvers: resolvers as never });
const metrics = createMetrics({ process: true });
const logger = pino({ level: 'info' }, { write: () => undefined });
const { engine } = createShopEngine({ metrics, shop: [{ name: 'news', typeDefs, schema, createContext: (base) => ({ ...base }) }] });
const { handler, upgrade } = createGatewayTransport({
  engine, metrics, logger, authenticator: { authenticate: () => null }, corsAllowedOrigins: [], readiness: [],
  limits: { operationsPerMinute: null, operationsPerCaller: null, streamsPerCaller: null, socketsPerAddress: null },
});
const listener = createListener({ name: 'graphql', host: '127.0.0.1', port: 0, handler, upgrade, logger, metrics });
const { port } = await listener.start();

let number = 0;
process.on('message', (message) => {
  if (message === 'memory') {
    globalThis.gc?.();
    process.send?.({ memory: process.memoryUsage().rss, subscribers: waiting.size });
  }
  if (message === 'announce') {
    number += 1;
    const readers = [...waiting];
    waiting.clear();
    for (const tell of readers) tell({ announced: { number, text: 'to whom it may concern' } });
  }
});
process.once('disconnect', () => process.exit(0));
process.send?.({ port });
