import { parentPort, workerData } from 'node:worker_threads';
import { microLimits } from '../limits.ts';
import { createInterpreter } from './interpreter.ts';
import { createTextBatch } from './text-batch.ts';
import type { FromThread, ThreadStart } from './wire.ts';

// The thread of one QuickJS session. What it may tell is bounded here, because messages that nobody has read yet wait in the memory of the server.
// eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- both ends are this program, in the same version
const { memoryBytes, interruption, prelude } = workerData as ThreadStart;
const flag = new Int32Array(interruption);
const port = parentPort;
if (port === null) throw new Error('This module runs as the thread of a session');
const send = (message: FromThread): void => port.postMessage(message);
const batch = createTextBatch((stream, text) => send({ kind: 'text', stream, text }));
let written = 0;
let displays = 0;
let shown = 0;
let truncated = false;

function write(stream: string, text: string): void {
  const kept = text.slice(0, Math.max(0, microLimits.outputBytes + 1 - written));
  written += text.length;
  if (kept !== '') batch.add(stream === 'STDERR' ? 'STDERR' : 'STDOUT', kept);
  if (written <= microLimits.floodBytes) return;
  batch.flush();
  send({ kind: 'flood' });
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
}

const interpreter = await createInterpreter({
  memoryBytes,
  prelude,
  isInterrupted() {
    batch.flushLate();
    return Atomics.load(flag, 0) !== 0;
  },
  write,
  show(entries) {
    const size = entries.reduce((sum, [, content]) => sum + content.length, 0);
    displays += 1;
    shown += size;
    if (displays > microLimits.displays || size > microLimits.messageBytes || shown > microLimits.displayBytes) truncated = true;
    else {
      batch.flush();
      send({ kind: 'display', entries });
    }
  },
});

port.on('message', (code: string) => {
  written = displays = shown = 0;
  truncated = false;
  const { status, entries, error } = interpreter.evaluate(code);
  batch.flush();
  send({ kind: 'done', status, entries, error, truncated, memoryBytes: interpreter.memoryBytes() });
});
send({ kind: 'ready' });
