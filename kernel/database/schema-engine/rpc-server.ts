import { createInterface } from 'node:readline';
import type { SchemaEngine } from '@prisma/schema-engine-wasm/schema_engine_bg';
import { z } from 'zod';

export interface RpcServerOptions {
  /** Made at the first request. */
  readonly engine: () => Promise<SchemaEngine>;
  readonly input: NodeJS.ReadableStream;
  readonly send: (line: string) => void;
  /** Ends the service after the request in hand. */
  readonly signal: AbortSignal;
}

// The CLI also answers what the engine asks of it: those messages have no method.
const message = z.object({ id: z.number(), method: z.string().optional(), params: z.unknown() });
const printed = z.object({ stdout: z.string().nullish() });

/** Names of the protocol that the WebAssembly engine spells differently. */
const spelling: Readonly<Record<string, string>> = { getDatabaseVersion: 'version' };
const invalidParameters = 4466;

/** Answers the Prisma CLI's schema engine protocol (JSON-RPC, one message per line), one request after the other, until the input ends. */
export async function serveRpc({ engine, input, send, signal }: RpcServerOptions): Promise<void> {
  const reply = (body: object): void => send(`${JSON.stringify({ jsonrpc: '2.0', ...body })}\n`);
  for await (const line of createInterface({ input, signal })) {
    if (line.trim() === '') continue;
    const { id, method, params } = message.parse(JSON.parse(line));
    if (method === undefined) continue;
    try {
      const result = await call(await engine(), spelling[method] ?? method, params);
      const text = method === 'diff' ? printed.parse(result).stdout : null;
      if (text !== null && text !== undefined) reply({ id: 1_000_000 + id, method: 'print', params: { content: text } });
      reply({ id, result: result ?? null });
    } catch (fault) {
      reply({ id, error: toRpcError(fault) });
    }
  }
}

async function call(engine: SchemaEngine, method: string, params: unknown): Promise<unknown> {
  const procedure: unknown = Reflect.get(engine, method);
  if (typeof procedure !== 'function') throw new Error(`The schema engine has no method ${method}`);
  return Reflect.apply(procedure, engine, [params]);
}

const engineFault = z.object({ message: z.string(), code: z.string().nullish(), meta: z.unknown() });

function toRpcError(fault: unknown): object {
  const { message: text, code = null, meta = null } = engineFault.catch({ message: String(fault), meta: null }).parse(fault);
  return { code: invalidParameters, message: text, data: { is_panic: false, message: text, meta, error_code: code } };
}
