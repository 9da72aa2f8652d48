import { DomainError } from '#kernel/errors';
import type { Logger } from '#kernel/logging';
import { hostReply, type HostReply, type HostRequest } from './host-messages.ts';
import type { HostProcess } from './host-process.ts';
import { readFrames, writeFrame } from '../frames.ts';

/** What is asked of a host. */
export interface Question {
  readonly request: HostRequest;
  /** Bytes of a module. */
  readonly body?: Uint8Array;
  /** Milliseconds in which the host has to end what it was asked for. */
  readonly timeoutMs: number;
  /** Aborted: what was asked for is ended, and the host says so. */
  readonly signal: AbortSignal;
}

/** One life of a host. */
export interface HostConnection {
  /** @throws DomainError UNAVAILABLE when the host ends meanwhile, DEADLINE_EXCEEDED when it had to be ended */
  ask(question: Question): Promise<HostReply>;
  /** Resolves once the host is gone. */
  readonly ended: Promise<void>;
  kill(): void;
}

/** How long a host may take beyond the time that it has: it ends calls itself, so this is when it does not. */
const patienceMs = 5_000;
/** A mebibyte of output, or of names of what a module exports, with all of it escaped. */
const maxReplyBytes = 16 * 1024 * 1024;

interface Pending {
  readonly resolve: (reply: HostReply) => void;
  readonly reject: (error: DomainError) => void;
}

/** Talks to a host. It runs code of users: when it says anything but an answer to a question, it is ended. */
export function connectHost(host: HostProcess, logger: Logger): HostConnection {
  const { channel, ended } = host;
  const pending = new Map<number, Pending>();
  const giveUp = (): void => {
    logger.error({ component: 'wasm' }, 'the host broke its protocol');
    host.kill();
  };

  channel.on('error', () => undefined); // it shows as the end of the host
  readFrames(channel, {
    maxHeadBytes: maxReplyBytes,
    maxBodyBytes: 0,
    onFrame(head) {
      const { success, data } = hostReply.safeParse(head);
      const waiting = success ? pending.get(data.id) : undefined;
      if (success && waiting !== undefined) waiting.resolve(data);
      else giveUp();
    },
    onViolation: giveUp,
  });
  void ended.then(() => {
    for (const { reject } of pending.values()) reject(new DomainError('UNAVAILABLE', 'The host of WebAssembly ended during the call; try again'));
  });

  return {
    ended,
    kill: () => host.kill(),
    async ask({ request, body, timeoutMs, signal }) {
      const { id } = request;
      const cancel = (): void => writeFrame(channel, { kind: 'cancel', id } satisfies HostRequest);
      const timer = setTimeout(() => {
        pending.get(id)?.reject(new DomainError('DEADLINE_EXCEEDED', 'The module could not be ended in its time'));
        host.kill();
      }, timeoutMs + patienceMs);
      try {
        return await new Promise<HostReply>((resolve, reject) => {
          pending.set(id, { resolve, reject });
          writeFrame(channel, request, body);
          if (signal.aborted) cancel();
          else signal.addEventListener('abort', cancel, { once: true });
        });
      } finally {
        clearTimeout(timer);
        pending.delete(id);
        signal.removeEventListener('abort', cancel);
      }
    },
  };
}
