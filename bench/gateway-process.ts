import { generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import jwt from 'jsonwebtoken';
import { pino } from 'pino';
import { composeSupergraph, createGatewayTransport, createGraphEngine, createLocalLink, createRemoteLink, type SubgraphLink } from '#gateway';
import { createJwtVerifier, type Authenticator } from '#kernel/authentication';
import { createInternalIdentity } from '#kernel/internal-identity';
import { createListener } from '#kernel/listener';
import { createMetrics } from '#kernel/metrics';
import { scopesOf } from '#kernel/principal';
import { comparedSubgraphs } from './gateway-graph.ts';

// The product's gateway with everything on: signed tokens, limits, metrics and an access log that goes nowhere. Its subgraphs are in this process, or at the
// address that it is given. Beside it a bare server that answers the same texts by heart. Tells its parent both ports and a token, and ends with it.
const [subgraphsUrl] = process.argv.slice(2);
const secret = 'x'.repeat(48);
const metrics = createMetrics({ process: true });
const logger = pino({ level: 'info' }, { write: () => undefined });
const verifier = createJwtVerifier({ key: secret, algorithms: ['HS256'], issuer: 'bench', toPrincipal: () => ({ subject: 'cds:1' as const, assurance: 'verified' as const, role: 'developer' as const, scopes: scopesOf('cds', 'developer'), session: null }) });
const authenticator: Authenticator = { authenticate: ({ bearer }) => (bearer === null ? null : verifier.verify(bearer)) };
const identity = createInternalIdentity(generateKeyPairSync('ed25519'));

const linkTo = (subgraph: (typeof comparedSubgraphs)[number]): SubgraphLink =>
  (subgraphsUrl === undefined
    ? createLocalLink(subgraph, { report: (fault) => console.error(fault) })
    : createRemoteLink({ name: subgraph.name, url: `${subgraphsUrl}/${subgraph.name}`, identity, metrics, logger }));

const engine = createGraphEngine({ supergraphSdl: composeSupergraph(comparedSubgraphs), links: new Map(comparedSubgraphs.map((subgraph) => [subgraph.name, linkTo(subgraph)])), metrics, logger, planning: {} });
const { handler, upgrade } = createGatewayTransport({ engine, authenticator, metrics, logger, corsAllowedOrigins: [], readiness: [], limits: { operationsPerMinute: 1_000_000_000 } });
const listener = createListener({ name: 'graphql', host: '127.0.0.1', port: 0, handler, upgrade, logger, metrics });
const { port } = await listener.start();

const known = new Map<string, string>();
const bare = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const body = Buffer.concat(chunks).toString('utf8');
    void answerOf(body).then((text) => {
      response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(text) });
      response.end(text);
    });
  });
});

async function answerOf(body: string): Promise<string> {
  const text = known.get(body) ?? (await (await fetch(`${listener.url}/graphql`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body })).text());
  known.set(body, text);
  return text;
}

bare.listen(0, '127.0.0.1', () => {
  const address = bare.address();
  const barePort = typeof address === 'object' && address !== null ? address.port : 0;
  process.send?.({ port, barePort, token: jwt.sign({ sub: '1' }, secret, { algorithm: 'HS256', issuer: 'bench', expiresIn: '1h' }) });
});
process.on('message', (message) => {
  if (message === 'cpu') process.send?.({ cpu: process.cpuUsage() });
});
process.once('disconnect', () => process.exit(0));
