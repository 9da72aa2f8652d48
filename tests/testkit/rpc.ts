import { once } from 'node:events';
import { WebSocket } from 'ws';
import { z } from 'zod';

const errorSchema = z.object({ code: z.int(), message: z.string(), data: z.record(z.string(), z.unknown()) });
const responseSchema = z.object({ jsonrpc: z.literal('2.0'), id: z.unknown(), result: z.unknown().optional(), error: errorSchema.optional() });
const messageSchema = z.union([responseSchema.extend({ id: z.union([z.string(), z.number(), z.null()]) }), z.object({ jsonrpc: z.literal('2.0'), method: z.string(), params: z.record(z.string(), z.unknown()) })]);
const recordSchema = z.record(z.string(), z.unknown());

/** One call as it travels. */
export const toCall = (method: string, params?: unknown, id: unknown = 1) => ({ jsonrpc: '2.0', method, ...(params !== undefined && { params }), id });

/** Calls the JSON-RPC gateway over HTTP in the name of a token. */
export function createRpcCaller(api: string, token: string) {
  const send = (body: unknown): Promise<Response> =>
    fetch(`${api}/rpc`, { method: 'POST', headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${token}` }, body: typeof body === 'string' ? body : JSON.stringify(body) });
  const answer = async (method: string, params: unknown) => responseSchema.parse(await (await send(toCall(method, params))).json());
  return {
    send,
    /** The result of a call. @throws Error when it was refused */
    call: async (method: string, params: unknown = {}): Promise<Record<string, unknown>> => {
      const { result, error } = await answer(method, params);
      if (error !== undefined) throw new Error(`${method}: ${JSON.stringify(error)}`);
      return recordSchema.parse(result);
    },
    /** What a call was refused with. @throws Error when it was not */
    refusal: async (method: string, params: unknown = {}): Promise<z.output<typeof errorSchema>> => {
      const { result, error } = await answer(method, params);
      if (error === undefined) throw new Error(`${method} was not refused: ${JSON.stringify(result)}`);
      return error;
    },
  };
}

export type RpcCaller = ReturnType<typeof createRpcCaller>;

/** A connection to the JSON-RPC gateway. */
export async function openRpcSocket(api: string, query: string) {
  const socket = new WebSocket(`${api.replace('http', 'ws')}/ws${query}`);
  await once(socket, 'open');
  const messages: z.output<typeof messageSchema>[] = [];
  const waiting = new Set<() => void>();
  socket.on('message', (data: Buffer) => {
    const said: unknown = JSON.parse(data.toString());
    messages.push(...(Array.isArray(said) ? said : [said]).map((message) => messageSchema.parse(message)));
    for (const wake of waiting) wake();
  });
  const until = <T>(look: () => T | undefined): Promise<T> =>
    new Promise((resolve) => {
      const wake = (): void => {
        const found = look();
        if (found === undefined) return;
        waiting.delete(wake);
        resolve(found);
      };
      waiting.add(wake);
      wake();
    });
  let calls = 0;
  return {
    socket,
    /** All that came so far; the answers of a batch one by one. */
    messages,
    /** The parameters of what was told under a name so far. */
    told: (method: string): readonly Record<string, unknown>[] => messages.flatMap((message) => ('method' in message && message.method === method ? [message.params] : [])),
    /** Resolves when something holds, looked at after each message. */
    until,
    /** Sends a call; resolves with its answer. */
    call: async (method: string, params: unknown = {}) => {
      const id = `c${(calls += 1)}`;
      socket.send(JSON.stringify(toCall(method, params, id)));
      return until(() => messages.flatMap((message) => ('id' in message && message.id === id ? [message] : []))[0]);
    },
    close: () => socket.terminate(),
  };
}
