import express from 'express';
import { pino } from 'pino';
import { afterEach, expect, test } from 'vitest';
import { createListener, type RequestHandler } from '#kernel/listener';

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

async function serve(handler: RequestHandler): Promise<string> {
  const listener = createListener({ name: 'test', host: '127.0.0.1', port: 0, handler, logger: pino({ level: 'silent' }) });
  await listener.start();
  stops.push(() => listener.stop());
  return listener.url;
}

const app = express().get('/', (_, response) => void response.type('text/plain').send('x'));

test.each<[string, RequestHandler]>([
  ['headers that are set', (_, response) => void response.setHeader('Content-Type', 'text/plain').end('x')],
  ['headers that go with the head', (_, response) => void response.writeHead(200, { 'Content-Type': 'text/plain', 'Content-Length': 1 }).end('x')],
  ['headers one after the other in a list', (_, response) => void response.writeHead(200, ['Content-Type', 'text/plain']).end('x')],
  ['words for its status', (_, response) => void response.writeHead(200, 'Fine', { 'Content-Type': 'text/plain' }).end('x')],
  ['a prototype of a framework', (request, response) => void app(request, response)],
])('an answer has its id and the security headers once, with %s', async (_, handler) => {
  const url = await serve(handler);
  const { headers } = await fetch(url);
  const named = ['content-type', 'x-content-type-options', 'x-request-id'].map((name) => headers.get(name));
  expect(named).toEqual([expect.stringMatching(/^text\/plain/u), 'nosniff', expect.stringMatching(/^[\da-f-]{36}$/u)]);
});

test.each<[string, RequestHandler]>([
  ['sets', (_, response) => void response.setHeader('Content-Security-Policy', 'sandbox').end()],
  ['writes with the head', (_, response) => void response.writeHead(204, { 'Content-Security-Policy': 'sandbox' }).end()],
])('an answer has the security header that its handler %s instead', async (_, handler) => {
  const url = await serve(handler);
  expect((await fetch(url)).headers.get('content-security-policy')).toBe('sandbox');
});
