// @apollo/gateway behind Apollo Server and Express, as its documentation sets it up: node apollo-gateway.mjs <supergraph> <port>
import { readFileSync } from 'node:fs';
import express from 'express';
import { ApolloServer } from '@apollo/server';
import { expressMiddleware } from '@as-integrations/express5';

process.env.APOLLO_TELEMETRY_DISABLED = 'true';
const { ApolloGateway } = await import('@apollo/gateway');
const [supergraph, port] = process.argv.slice(2);
const logger = { debug() {}, info() {}, warn: console.warn, error: console.error };
const server = new ApolloServer({ gateway: new ApolloGateway({ supergraphSdl: readFileSync(supergraph, 'utf8'), logger }), logger });
await server.start();
express().use('/graphql', express.json(), expressMiddleware(server)).listen(Number(port), '127.0.0.1');
