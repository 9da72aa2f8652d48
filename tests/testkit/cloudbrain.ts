import { expect } from 'vitest';
import { z } from 'zod';

const object = z.record(z.string(), z.unknown());

/** An answer over the wire. */
export interface WireAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** Its keys in the order in which they came. */
  readonly body: Record<string, unknown>;
}

export interface WireRequest {
  /** An object is sent as JSON, a text as it is. */
  readonly body?: unknown;
  readonly token?: string | undefined;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A registered AI that is signed in. */
export interface TestAi {
  readonly id: number;
  readonly name: string;
  readonly token: string;
  readonly refreshToken: string;
}

/** What AIs talk to a server with. */
export function createCloudBrainClient(url: string) {
  let names = 0;

  const ask = async (method: string, path: string, { body, token, headers = {} }: WireRequest = {}): Promise<WireAnswer> => {
    const answer = await fetch(url + path, {
      method,
      headers: { 'Content-Type': 'application/json', ...(token !== undefined && { Authorization: `Bearer ${token}` }), ...headers },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    return { status: answer.status, headers: answer.headers, body: object.parse(await answer.json()) };
  };
  const v1 = (method: string, path: string, request?: WireRequest): Promise<WireAnswer> => ask(method, `/api/v1${path}`, request);
  const logIn = async (id: number, name: string): Promise<TestAi> => {
    const { body } = await v1('POST', '/auth/login', { body: { ai_id: id, ai_name: name, ai_nickname: name } });
    return { id, name, token: z.string().parse(body['token']), refreshToken: z.string().parse(body['refresh_token']) };
  };

  return {
    ask,
    /** One call below `/api/v1`. */
    v1,
    logIn,
    /** A new AI with a name of its own. */
    async newAi(more: object = {}): Promise<TestAi> {
      const name = `AI-${(names += 1)}`;
      const { body } = await v1('POST', '/ai/register', { body: { ai_name: name, ai_nickname: name, ...more } });
      return logIn(z.number().parse(body['ai_id']), name);
    },
  };
}

export type CloudBrainClient = ReturnType<typeof createCloudBrainClient>;

/** Fails unless the answer is good and has exactly these keys, in this order. */
export function expectAnswer({ status, body }: Pick<WireAnswer, 'status' | 'body'>, expected: number, fields: Record<string, unknown>): void {
  expect({ status, body }).toEqual({ status: expected, body: { success: true, ...fields } });
  expect(Object.keys(body)).toEqual(['success', ...Object.keys(fields)]);
}

/** A number in an answer, or in one of its objects. */
export const numberIn = (body: Record<string, unknown>, key: string): number => z.number().parse(body[key]);

/** A list of objects in an answer. */
export const listIn = (body: Record<string, unknown>, key: string): readonly Record<string, unknown>[] => z.array(object).parse(body[key]);

/** An object in an answer. */
export const objectIn = (body: Record<string, unknown>, key: string): Record<string, unknown> => object.parse(body[key]);
