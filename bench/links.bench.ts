import { generateKeyPairSync } from 'node:crypto';
import { pathToFileURL } from 'node:url';
import { createLocalLink, createRemoteLink, createSubgraphServer, type SubgraphLink } from '#gateway';
import { createRequestContext } from '#kernel/context';
import { createInternalIdentity } from '#kernel/internal-identity';
import { createListener } from '#kernel/listener';
import { createLogger } from '#kernel/logging';
import { createMetrics } from '#kernel/metrics';
import type { Subgraph } from '#kernel/subgraph';
import { createShop, createShopEngine, type ShopEngine } from '../gateway/engine/fixture/shop.ts';
import type { BenchResult } from './bench.ts';
import { cpuMicroseconds } from './cpu-time.ts';

const unit = 'us CPU/op';
const trivial = '{ me { id name } }';
const joined = '{ topProducts(first: 15) { upc name price shippingEstimate reviews { id body author { id name } } } }';
const event = 'subscription($count: Int) { reviewAdded(count: $count) { id body stars author { id name } } }';
const logger = createLogger({ level: 'silent' });

/** Subgraphs elsewhere against the same in this process. Both ends of the wire are in this process, so that the figures hold what both cost. */
export async function linksBench(): Promise<BenchResult[]> {
  const far = await serveShop();
  const near = createShopEngine();
  const remote = createShopEngine({ shop: far.shop, wrap: (link) => far.links.get(link.name) ?? link });
  try {
    const [one, many, stream] = [await operation(near, trivial), await operation(near, joined), await streamedEvent(near)];
    return [
      compared('one fetch over HTTP, against in process', await operation(remote, trivial), one),
      compared('joined operation over HTTP (3 subgraphs, 5 fetches)', await operation(remote, joined), many),
      { name: 'one event joined over two subgraphs, in process', value: stream, unit },
      compared('one event over a WebSocket, joined over HTTP', await streamedEvent(remote), stream),
    ];
  } finally {
    await far.stop();
  }
}

const compared = (name: string, value: number, floor: number): BenchResult => ({ name, value, unit, floor, ratio: value / floor });

async function serveShop() {
  const identity = createInternalIdentity(generateKeyPairSync('ed25519'));
  const shop = createShop();
  const served = await Promise.all(shop.map((subgraph) => serve(subgraph, identity)));
  const links = new Map<string, SubgraphLink>(served.map(({ link }) => [link.name, link]));
  return { shop, links, stop: () => Promise.all(served.map(({ stop }) => stop())) };
}

async function serve(subgraph: Subgraph, identity: ReturnType<typeof createInternalIdentity>) {
  const server = createSubgraphServer({ subgraph, link: createLocalLink(subgraph, { report: (fault) => logger.error(fault) }), identity, readiness: [], metrics: createMetrics(), logger });
  const listener = createListener({ name: subgraph.name, host: '127.0.0.1', port: 0, handler: server.handler, upgrade: server.upgrade, logger });
  await listener.start();
  const link = createRemoteLink({ name: subgraph.name, url: listener.url, identity, metrics: createMetrics(), logger });
  const stop = async (): Promise<void> => {
    await link.close();
    await server.stop();
    await listener.stop({ timeoutMs: 0 });
  };
  return { link, stop };
}

async function operation({ engine }: ShopEngine, query: string): Promise<number> {
  const preparation = await engine.prepare({ query });
  if (preparation.kind === 'refused') throw new Error(JSON.stringify(preparation.errors));
  return cpuMicroseconds(() => preparation.prepared.executeToJson(null, createRequestContext({ requestId: 'bench' })));
}

async function streamedEvent({ engine }: ShopEngine): Promise<number> {
  const preparation = await engine.prepare({ query: event });
  if (preparation.kind === 'refused') throw new Error(JSON.stringify(preparation.errors));
  const stream = await preparation.prepared.subscribe({ count: 2_000_000_000 }, createRequestContext());
  const spent = await cpuMicroseconds(async () => JSON.stringify((await stream.next()).value));
  await stream.return?.();
  return spent;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) console.table(await linksBench());
