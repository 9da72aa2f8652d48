import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { z } from 'zod';

/** The heap of another Node process, read through its inspector. */
export interface InspectedHeap {
  /** Bytes of live objects: what is left after collections until nothing more goes. */
  live(): Promise<number>;
  close(): void;
}

const targets = z.array(z.object({ webSocketDebuggerUrl: z.url() })).min(1);
const answer = z.object({ id: z.number(), result: z.object({ usedSize: z.number() }).partial() });

/** Connects to a process that was started with `--inspect=127.0.0.1:port`. */
export async function inspectHeap(port: number): Promise<InspectedHeap> {
  const [target] = targets.parse(await (await fetch(`http://127.0.0.1:${port}/json/list`)).json());
  if (target === undefined) throw new Error(`Nothing is to be inspected at ${port}`);
  const socket = new WebSocket(target.webSocketDebuggerUrl, { perMessageDeflate: false });
  await once(socket, 'open');
  let asked = 0;
  const call = async (method: string): Promise<number> => {
    const id = (asked += 1);
    socket.send(JSON.stringify({ id, method }));
    for (;;) {
      const [data] = z.tuple([z.instanceof(Buffer)]).rest(z.unknown()).parse(await once(socket, 'message'));
      const parsed = answer.safeParse(JSON.parse(data.toString()));
      if (parsed.success && parsed.data.id === id) return parsed.data.result.usedSize ?? 0;
    }
  };
  return {
    async live() {
      let least = Infinity;
      for (;;) {
        // Finalizers and weak references take turns of the event loop: one collection does not find everything.
        await call('HeapProfiler.collectGarbage');
        await delay(200);
        const used = await call('Runtime.getHeapUsage');
        if (used > least * 0.995) return Math.min(least, used);
        least = used;
      }
    },
    close: () => socket.close(),
  };
}
