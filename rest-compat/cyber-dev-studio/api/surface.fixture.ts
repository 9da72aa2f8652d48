import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { WebSocket } from 'ws';
import { afterEach } from 'vitest';
import { z } from 'zod';
import { scopesOf } from '#kernel/principal';
import type { RootFields } from '../../../tests/testkit/schema-graph.ts';
import { ada, serveSurface } from '../../../tests/testkit/surface.ts';
import { apiSurface } from './surface.ts';

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

const sdl = readFileSync('gateway/api.graphql', 'utf8');
const answer = z.looseObject({ jsonrpc: z.literal('2.0'), result: z.unknown().optional(), error: z.unknown().optional(), id: z.unknown().optional() });

/** The gateway over root fields; `asked` are their arguments in order. The credential `root` is an administrator, any other a developer. */
export async function serveApi(root: RootFields, healthy: () => boolean = () => true) {
  const asked: unknown[] = [];
  const noted = Object.fromEntries(
    Object.entries(root).map(([name, field]): [string, RootFields[string]] => [
      name,
      (args, context) => {
        asked.push(structuredClone(args));
        return field(args, context);
      },
    ]),
  );
  const served = await serveSurface({
    definition: apiSurface({ ratePerMinute: 120 }),
    sdl,
    root: { countModelCall: () => ({ allowance: null }), ...noted },
    healthy,
    authenticator: { authenticate: ({ bearer }) => (bearer === null ? null : bearer === 'root' ? { ...ada, role: 'admin', scopes: scopesOf('cds', 'admin') } : ada) },
  });
  stops.push(served.stop);
  const post = (method: string, params: unknown, token = 'ada') => served.post('/rpc', JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }), { Authorization: `Bearer ${token}` });
  return {
    ...served,
    asked,
    post,
    call: async (method: string, params: unknown = {}, token = 'ada') => answer.parse(await (await post(method, params, token)).json()),
    /** Sends one call over a WebSocket and gives the first `count` messages. */
    told: async (method: string, params: unknown, { count, token = 'ada' }: { readonly count: number; readonly token?: string }): Promise<unknown[]> => {
      const socket = new WebSocket(`${served.url.replace('http', 'ws')}/ws?token=${token}`);
      await once(socket, 'open');
      const messages: unknown[] = [];
      const all = new Promise<void>((resolve) => {
        socket.on('message', (data: Buffer) => {
          messages.push(JSON.parse(data.toString()));
          if (messages.length === count) resolve();
        });
      });
      socket.send(JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }));
      await all;
      socket.close();
      return messages;
    },
  };
}
