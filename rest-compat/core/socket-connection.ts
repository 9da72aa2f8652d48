import type { RawData, WebSocket } from 'ws';
import { DomainError, type ErrorCode } from '#kernel/errors';
import type { Conversation } from './socket.ts';

/** What a connection runs with. */
export interface ConnectionOptions {
  readonly socket: WebSocket;
  readonly conversation: Conversation;
  /** Names requests in the log, followed by their number. */
  readonly id: string;
  /** The answer to a message that could not be answered. */
  readonly refuse: (thrown: unknown, requestId: string) => { readonly code: ErrorCode; readonly body: object };
  readonly answered: (message: { readonly refusal: ErrorCode | null; readonly durationMs: number }) => void;
  /** Milliseconds after which the connection is ended. */
  readonly lifetimeMs?: number | undefined;
  /** Ends what the graph does for this connection. */
  readonly abort: (reason: DomainError) => void;
  /** Gets what failed when the connection was cleaned up. */
  readonly onFault: (fault: unknown) => void;
}

/** One connection at work. */
export interface RunningConnection {
  /** False since the last ping until the peer answers. */
  alive: boolean;
  /** Takes no more messages, answers the one at hand and closes with 1001. */
  stop(): void;
}

/** Messages that wait, above which nothing more is read from the peer. */
const maxWaiting = 64;
/** Bytes of messages that wait or are being answered, above which the same holds. */
const maxWaitingBytes = 16 * 1024 * 1024;
/** Bytes that the peer has not taken, above which it gets no further answer. */
const maxUnsentBytes = 256 * 1024;

/**
 * Answers the messages of one connection, one after the other, so that answers come in order and a peer that does not read is not read from either.
 * The conversation is closed when the connection has ended and its last answer is done.
 */
export function runConnection(options: ConnectionOptions): RunningConnection {
  const { socket, conversation, id, lifetimeMs, refuse, abort, onFault } = options;
  const waiting: Buffer[] = [];
  const state = { busy: false, paused: false, stopping: false, count: 0, waitingBytes: 0 };

  const work = async (): Promise<void> => {
    state.busy = true;
    for (let message = waiting.shift(); message !== undefined && !gone(socket); message = waiting.shift()) {
      await answerMessage(options, message, (state.count += 1));
      state.waitingBytes -= message.length;
      if (state.paused && waiting.length < maxWaiting / 2 && state.waitingBytes < maxWaitingBytes) {
        state.paused = false;
        socket.resume();
      }
    }
    state.busy = false;
    if (socket.readyState === socket.CLOSED) await conversation.close();
    else if (state.stopping) await goAway();
  };
  const goAway = async (): Promise<void> => {
    await conversation.drain?.();
    socket.close(1001, 'Going away');
  };
  socket.on('message', (data: RawData) => {
    if (state.stopping) return;
    const message = toBuffer(data);
    waiting.push(message);
    state.waitingBytes += message.length;
    if (!state.paused && (waiting.length >= maxWaiting || state.waitingBytes >= maxWaitingBytes)) {
      state.paused = true;
      socket.pause();
    }
    if (!state.busy) work().catch(onFault);
  });
  const expire = (): void => {
    const reason = new DomainError('DEADLINE_EXCEEDED', 'The connection has lasted as long as it may');
    state.stopping = true;
    waiting.length = 0;
    if (state.busy) socket.send(JSON.stringify(refuse(reason, `${id}.${state.count}`).body));
    abort(reason);
    socket.resume(); // to read that the peer closes too
    socket.close(1008, reason.message);
  };
  const expiry = lifetimeMs === undefined ? undefined : setTimeout(expire, lifetimeMs).unref();
  socket.once('close', () => {
    clearTimeout(expiry);
    waiting.length = 0;
    if (!state.busy) conversation.close().catch(onFault);
  });

  const connection: RunningConnection = {
    alive: true,
    stop() {
      state.stopping = true;
      waiting.length = 0;
      socket.resume(); // to read that the peer closes too
      if (!state.busy) goAway().catch(onFault);
    },
  };
  socket.on('pong', () => (connection.alive = true));
  return connection;
}

/** Answers one message; a refusal is an answer too, or the last part of one. */
async function answerMessage({ socket, conversation, id, refuse, answered }: ConnectionOptions, message: Buffer, number: number): Promise<void> {
  const startedAt = performance.now();
  const requestId = `${id}.${number}`;
  let refusal: ErrorCode | null = null;
  let last: object | null = null;
  try {
    const answer = await conversation.answer(message, requestId);
    if (answer !== null && isSeveral(answer)) await sendAll(socket, answer);
    else last = answer;
  } catch (thrown) {
    const refused = refuse(thrown, requestId);
    refusal = refused.code;
    last = refused.body;
  }
  answered({ refusal, durationMs: performance.now() - startedAt });
  if (last !== null) await send(socket, JSON.stringify(last));
}

const isSeveral = (answer: object | AsyncIterable<object>): answer is AsyncIterable<object> => Symbol.asyncIterator in answer;

/** Asks for the next part once the peer has taken the ones before. */
async function sendAll(socket: WebSocket, answers: AsyncIterable<object>): Promise<void> {
  for await (const answer of answers) {
    if (gone(socket)) return;
    await send(socket, JSON.stringify(answer));
  }
}

const gone = ({ readyState, OPEN }: WebSocket): boolean => readyState !== OPEN;

/** Sends; resolves at once while the peer keeps up, else when it has taken what it was sent, or has gone. */
export function send(socket: WebSocket, text: string): Promise<void> | undefined {
  if (gone(socket)) return undefined;
  if (socket.bufferedAmount < maxUnsentBytes) {
    socket.send(text);
    return undefined;
  }
  return new Promise((resolve) => socket.send(text, () => resolve()));
}

function toBuffer(data: RawData): Buffer {
  if (Buffer.isBuffer(data)) return data;
  return Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data);
}
