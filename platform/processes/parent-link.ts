import type { ToChild, ToParent } from './wire.ts';

/** The supervised side of the channel. */
export interface ParentLink<TReady, TSend> {
  /** Says that the process can take messages; the supervisor sends none before. */
  ready(facts: TReady): void;
  /** Says why the process cannot start, and ends it. */
  failed(reason: string): void;
  send(message: TSend): void;
}

export interface ParentLinkOptions<TReceive> {
  readonly onMessage: (message: TReceive) => void;
  /** Ends running work; the process exits afterwards. */
  readonly onStop?: () => Promise<void> | void;
}

/**
 * Connects a supervised process to its parent. The process ends when the parent says so or is gone;
 * signals to the process group (Ctrl-C) are left to the parent, which stops its children in order.
 * @throws Error when the process was not started by a supervisor
 */
export function connectToParent<TReady, TSend, TReceive>({ onMessage, onStop }: ParentLinkOptions<TReceive>): ParentLink<TReady, TSend> {
  const send = (message: ToParent<TReady, TSend>, sent?: () => void): void => {
    if (process.send === undefined) throw new Error('This program is started by its supervisor only');
    process.send(message, undefined, undefined, () => sent?.()); // a parent that is gone shows as `disconnect`
  };
  const stop = async (): Promise<void> => {
    await onStop?.();
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined);
  process.once('disconnect', () => process.exit(0));
  if (!process.connected) process.exit(0); // the parent died while this process was loading
  process.on('message', (wire) => {
    // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- both ends are this program, in the same version
    const message = wire as ToChild<TReceive>;
    if (message.kind === 'stop') void stop();
    else onMessage(message.body);
  });
  return {
    ready: (body) => send({ kind: 'ready', body }),
    failed: (reason) => send({ kind: 'failed', reason }, () => process.exit(1)),
    send: (body) => send({ kind: 'message', body }),
  };
}
