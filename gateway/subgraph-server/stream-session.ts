import type { IncomingMessage } from 'node:http';
import type { WebSocket } from 'ws';
import { z } from 'zod';
import { DomainError } from '#kernel/errors';
import type { ServedStream } from './served-stream.ts';

/** One socket of another process, and its streams. */
export interface StreamSession {
  readonly request: IncomingMessage;
  readonly socket: WebSocket;
  /** By the ids of the protocol. */
  readonly streams: Map<string, ServedStream>;
  /** False since the last ping until the peer answers. */
  alive: boolean;
}

const extensionsSchema = z.object({ caller: z.record(z.string(), z.string()), window: z.int().min(1).max(4_096) });

/** What a subscription says beside its document: on whose behalf it is, and how many events it has room for. @throws DomainError INVALID_REQUEST */
export function readExtensions(extensions: unknown): z.infer<typeof extensionsSchema> {
  const { success, data } = extensionsSchema.safeParse(extensions);
  if (success) return data;
  throw new DomainError('INVALID_REQUEST', 'A subscription has to say on whose behalf it is');
}

const progressSchema = z.object({ stream: z.string(), more: z.int().min(1).max(4_096) });

/** Opens the window of a stream by the payload of a ping; any other payload is just a ping. */
export function takeProgress({ streams }: StreamSession, payload: unknown): void {
  const { success, data } = progressSchema.safeParse(payload);
  if (success) streams.get(data.stream)?.more(data.more);
}
