import { Ajv } from 'ajv';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { errorCatalogue } from '#kernel/errors';
import { allMethods, toOpenRpc } from './index.ts';
import { api, serveRpc } from './rpc.fixture.ts';

// The parts of the OpenRPC specification 1.3.2 that a document of ours has: nothing else may be in it.
const schema = z.looseObject({});
const contentDescriptor = z.strictObject({ name: z.string().min(1), required: z.boolean().optional(), schema });
const method = z.strictObject({
  name: z.string().min(1),
  summary: z.string(),
  tags: z.array(z.strictObject({ name: z.string().min(1), description: z.string().optional() })),
  paramStructure: z.enum(['by-position', 'by-name', 'either']),
  params: z.array(contentDescriptor),
  result: contentDescriptor,
  errors: z.array(z.strictObject({ code: z.int(), message: z.string(), data: z.unknown() })),
  'x-notifications': z.array(z.strictObject({ name: z.string(), params: schema })).optional(),
});
const openRpc = z.strictObject({
  openrpc: z.literal('1.3.2'),
  info: z.strictObject({ title: z.string(), version: z.string(), description: z.string() }),
  servers: z.array(z.strictObject({ url: z.url(), name: z.string(), description: z.string() })),
  methods: z.array(method),
});

const partly = (part: object): unknown => expect.objectContaining(part);
const document = openRpc.parse(toOpenRpc(api, allMethods(api)));
const find = (name: string) => document.methods.find((described) => described.name === name);

test('names every method once, in what the specification allows', () => {
  const names = document.methods.map(({ name }) => name);
  expect(names).toEqual(['voice.say', 'voice.command', 'voice.whisper', 'work.do', 'voice.subscribe', 'rpc.discover', 'subscription.list', 'subscription.cancel', 'call.cancel']);
  expect(document.servers.map(({ url }) => url)).toEqual(['http://localhost:1/rpc', 'ws://localhost:1/ws']);
});

test('holds schemas that a validator can read, and that say what is asked for', () => {
  const ajv = new Ajv({ allowUnionTypes: true });
  for (const { params, result, ...described } of document.methods) {
    for (const part of [...params, result]) expect(() => ajv.compile(part.schema)).not.toThrow();
    for (const told of described['x-notifications'] ?? []) expect(() => ajv.compile(told.params)).not.toThrow();
  }
  expect(find('voice.say')?.params).toEqual([
    { name: 'text', required: true, schema: partly({ type: 'string' }) },
    { name: 'loudness', required: false, schema: partly({ type: 'integer' }) },
    { name: 'stream', required: false, schema: partly({ type: 'boolean', default: false }) },
  ]);
});

test('says how a method is refused, whom it is for and what it tells', () => {
  const numbers = find('voice.say')?.errors.map(({ code }) => code);
  expect(numbers).toEqual(expect.arrayContaining([errorCatalogue.BAD_USER_INPUT.jsonRpc, errorCatalogue.NOT_FOUND.jsonRpc, errorCatalogue.UNAUTHENTICATED.jsonRpc]));
  expect(new Set(numbers).size).toBe(numbers?.length);
  expect(find('voice.command')?.tags).toContainEqual({ name: 'scope:admin' });
  expect(find('voice.subscribe')?.tags).toContainEqual({ name: 'websocket', description: 'Over a WebSocket only.' });
  expect(find('voice.subscribe')?.['x-notifications']?.map(({ name }) => name)).toEqual(['voice.letter']);
});

test('is what the API says of itself', async () => {
  const { post } = await serveRpc();
  const answer = await post('/rpc', JSON.stringify({ jsonrpc: '2.0', method: 'rpc.discover', id: 1 }), { Authorization: 'Bearer ada' });
  expect(await answer.json()).toEqual({ jsonrpc: '2.0', result: document, id: 1 });
});
