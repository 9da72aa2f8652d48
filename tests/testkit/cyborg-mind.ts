import { once } from 'node:events';
import { WebSocket } from 'ws';
import { z } from 'zod';

/** The static token that the document prints. */
export const documentedToken = 'cyborg-secret-v2';

/** An answer over the wire, with its keys in the order in which they came. */
export interface WireAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

export interface WireCall {
  /** An object is sent as JSON, a text as it is. */
  readonly body?: unknown;
  /** Null sends none. */
  readonly token?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A good answer of `/step`. */
export const stepSchema = z.strictObject({ action: z.union([z.int(), z.array(z.number())]), value: z.number(), log_prob: z.number(), agent_id: z.string() });

/** A good answer of `/step_batch`. */
export const batchSchema = z.strictObject({ actions: z.array(z.int()), values: z.array(z.number()), log_probs: z.array(z.number()), agent_ids: z.array(z.string()) });

/** Any answer of `/stream`. */
export const frameSchema = z.strictObject({ action: z.int().nullable(), value: z.number().nullable(), pressure: z.number().nullable(), error: z.string().nullable() });

export type Frame = z.output<typeof frameSchema>;

/** What programs talk to CyborgMind with. */
export function createCyborgMindClient(url: string) {
  const call = async (method: string, path: string, { body, token = documentedToken, headers = {} }: WireCall = {}): Promise<WireAnswer> => {
    const answer = await fetch(url + path, {
      method,
      headers: { 'Content-Type': 'application/json', ...(token !== null && { Authorization: `Bearer ${token}` }), ...headers },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await answer.text();
    return { status: answer.status, headers: answer.headers, body: answer.headers.get('content-type')?.startsWith('application/json') === true ? JSON.parse(text) : text };
  };
  const post = (path: string, body?: unknown, options: Omit<WireCall, 'body'> = {}): Promise<WireAnswer> => call('POST', path, { ...options, body });
  const metrics = async (): Promise<string> => z.string().parse((await call('GET', '/metrics', { token: null })).body);

  return {
    call,
    post,
    metrics,
    /** A step that must succeed. */
    step: async (body: object) => stepSchema.parse((await post('/step', body)).body),
    /** The number of answers of an endpoint so far, by status. */
    async counted(endpoint: string, status: 'success' | 'error' | 'auth_failed'): Promise<number> {
      const line = (await metrics()).split('\n').find((text) => text.startsWith(`request_count_total{endpoint="${endpoint}",status="${status}"}`));
      return Number(line?.split(' ')[1] ?? Number.NaN);
    },
    /** An open `/stream`. */
    async stream(options: { readonly headers?: Record<string, string>; readonly path?: string } = {}): Promise<TestStream> {
      const socket = new WebSocket(`${url.replace('http', 'ws')}${options.path ?? '/stream'}`, { headers: options.headers ?? {} });
      await once(socket, 'open');
      return createTestStream(socket);
    },
  };
}

export type CyborgMindClient = ReturnType<typeof createCyborgMindClient>;

/** One connection of `/stream`. */
export interface TestStream {
  readonly socket: WebSocket;
  /** Sends without waiting; an object goes as JSON. */
  send(message: unknown): void;
  /** The next answer. */
  next(): Promise<Frame>;
  ask(message: unknown): Promise<Frame>;
  close(): Promise<void>;
}

function createTestStream(socket: WebSocket): TestStream {
  const arrived: Frame[] = [];
  const waiting: ((frame: Frame) => void)[] = [];
  socket.on('message', (data: Buffer) => {
    const frame = frameSchema.parse(JSON.parse(data.toString()));
    const taker = waiting.shift();
    if (taker === undefined) arrived.push(frame);
    else taker(frame);
  });
  const send = (message: unknown): void => socket.send(typeof message === 'string' || Buffer.isBuffer(message) ? message : JSON.stringify(message));
  const next = (): Promise<Frame> => {
    const frame = arrived.shift();
    return frame === undefined ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve(frame);
  };
  return {
    socket,
    send,
    next,
    ask(message) {
      send(message);
      return next();
    },
    async close() {
      const closed = once(socket, 'close');
      socket.close();
      await closed;
    },
  };
}
