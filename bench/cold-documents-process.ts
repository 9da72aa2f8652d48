import { createGatewayTransport } from '#gateway';
import { createListener } from '#kernel/listener';
import { createLogger } from '#kernel/logging';
import { createShopEngine } from '../gateway/engine/fixture/shop.ts';

// The gateway over the shop of the engine's tests, in a process of its own. Lists in lists are within its limits here, but not within what planning may take. Tells its parent its port,
// and ends with it.
const logger = createLogger({ level: 'silent' });
const { engine, metrics } = createShopEngine({ planning: { deadlineMs: 1_000 }, limits: { literalDepth: 100 } });
const { handler, upgrade } = createGatewayTransport({ engine, authenticator: { authenticate: () => null }, metrics, logger, corsAllowedOrigins: [], readiness: [], limits: { operationsPerMinute: 1_000_000_000 } });
const { port } = await createListener({ name: 'graphql', host: '127.0.0.1', port: 0, handler, upgrade, logger, metrics }).start();

process.send?.({ port });
process.once('disconnect', () => process.exit(0));
