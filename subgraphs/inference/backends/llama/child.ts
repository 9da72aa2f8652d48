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

/** Where all cores compute, whoever carries a text to its reader takes the time from the computing: then texts go out 25 times a second, and not one by one. */
const pieceMs = 40;

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
  const { governor } = engine;
  const patienceMs = ({ kind }: ModelEvent): number => (kind === 'delta' && governor.isCrowded ? pieceMs : 0);
  server = createCallServer(engine, createOutbox({ send: (events) => parent.send(events), patienceMs }));
  parent.ready({ gpuLayers: engine.gpuLayers });
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : 'unknown fault'}\n`);
  parent.failed(error instanceof LoadFault ? error.message : 'the native library refused it; the log says why');
}
