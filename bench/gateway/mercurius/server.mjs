// Mercurius' federation gateway on Fastify: node server.mjs <port> <name=url> …
import Fastify from 'fastify';
import mercuriusGateway from '@mercuriusjs/gateway';

const [port, ...services] = process.argv.slice(2);
const app = Fastify();
await app.register(mercuriusGateway, { jit: 1, gateway: { services: services.map((service) => ({ name: service.split('=')[0], url: service.slice(service.indexOf('=') + 1) })) } });
await app.listen({ port: Number(port), host: '127.0.0.1' });
