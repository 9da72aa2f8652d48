import { setImmediate as nextTurn } from 'node:timers/promises';
import { connectToParent } from '#platform/processes';
import { createCallServer, type CallServer } from './call-server.ts';
import { loadEngine } from './engine.ts';
import { LoadFault } from './load-fault.ts';
import { createOutbox } from './outbox.ts';
import type { ModelCall, ModelEvent, ProcessSettings, ReadyFacts } from './wire.ts';

/*
 * The process of one model. It does inference only: a native assert ends it, and with its one worker thread everything else would queue behind decoding.
 */
let server: CallServer | undefined;
const parent = connectToParent<ReadyFacts, readonly ModelEvent[], ModelCall>({
  onMessage: (call) => server?.take(call),
  async onStop() {
    await server?.drain();
    await nextTurn(); // in which the outbox sends the last words
    await nextTurn();
  },
});

try {
  // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- written by the parent, which is this program in the same version
  const engine = await loadEngine(JSON.parse(process.argv[2] ?? '') as ProcessSettings);
  server = createCallServer(engine, createOutbox((events: readonly ModelEvent[]) => parent.send(events)));
  parent.ready({ gpuLayers: engine.gpuLayers });
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : 'unknown fault'}\n`);
  parent.failed(error instanceof LoadFault ? error.message : 'the native library refused it; the log says why');
}
