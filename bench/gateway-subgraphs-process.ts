import { createServer } from 'node:http';
import { execute, parse, type DocumentNode } from 'graphql';
import { z } from 'zod';
import type { Subgraph } from '#kernel/subgraph';
import { comparedSubgraphs } from './gateway-graph.ts';

// The subgraphs that all gateways ask over HTTP: bare servers, known documents, graphql-js. `/<name>/graphql` is one of them. Prints its port.
const documents = new Map<string, DocumentNode>();
const body = z.object({ query: z.string(), variables: z.record(z.string(), z.unknown()).nullish(), operationName: z.string().nullish() });

async function answer({ schema }: Subgraph, text: string): Promise<string> {
  const { query, variables, operationName } = body.parse(JSON.parse(text));
  const document = documents.get(query) ?? parse(query);
  documents.set(query, document);
  return JSON.stringify(await execute({ schema, document, variableValues: variables ?? {}, operationName: operationName ?? null, contextValue: {} }));
}

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const subgraph = comparedSubgraphs.find(({ name }) => request.url?.startsWith(`/${name}/`) === true);
    if (subgraph === undefined) {
      response.writeHead(404).end();
      return;
    }
    void answer(subgraph, Buffer.concat(chunks).toString('utf8')).then((text) => {
      // Our links want to know who answers.
      response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(text), 'pentagraph-subgraph': subgraph.name });
      response.end(text);
    });
  });
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.send?.({ port: typeof address === 'object' && address !== null ? address.port : 0 });
});
process.once('disconnect', () => process.exit(0));
