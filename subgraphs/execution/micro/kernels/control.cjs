// The control thread of the Node kernel: owns the channel (descriptor 5), hands executions to the main thread, and interrupts it.
// Frames: the lengths of a head and of a body, four bytes each (big-endian), then the head, which is JSON, and the body.
const inspector = require('node:inspector');
const net = require('node:net');
const { parentPort } = require('node:worker_threads');

const patienceMs = 40;
const session = new inspector.Session();
session.connectToMainThread();
const channel = new net.Socket({ fd: 5, readable: true, writable: true });
/** The interrupt that is being carried out: `{ id, attempt, isAwake }`. */
let interrupt = null;
let timer;
let received = [];
let size = 0;

function send(head, body) {
  const text = Buffer.from(JSON.stringify(head));
  const lengths = Buffer.alloc(8);
  lengths.writeUInt32BE(text.length);
  lengths.writeUInt32BE(body.length, 4);
  channel.write(Buffer.concat([lengths, text, body]));
}

/**
 * A main thread that waits can end the execution itself when it is told; only one that is busy has to be terminated. To terminate one that waits would
 * hit whatever it does next, so it is asked first, and again until the execution has ended: a termination may have hit the kernel's own code.
 */
function press() {
  if (interrupt === null) return;
  if (interrupt.attempt > 0 && !interrupt.isAwake) session.post('Runtime.terminateExecution', () => undefined);
  interrupt.attempt += 1;
  interrupt.isAwake = false;
  parentPort.postMessage({ kind: 'interrupt', id: interrupt.id, attempt: interrupt.attempt });
  timer = setTimeout(press, patienceMs);
}

function onFrame(message, body) {
  if (message.kind === 'execute') parentPort.postMessage({ ...message, code: body.toString('utf8') });
  else if (interrupt === null) {
    interrupt = { id: message.id, attempt: 0, isAwake: false };
    press();
  }
}

parentPort.on('message', ({ awake, head, body }) => {
  if (head === undefined) {
    if (interrupt !== null && awake === interrupt.attempt) interrupt.isAwake = true;
    return;
  }
  if (head.kind === 'done' && interrupt !== null && interrupt.id === head.id) {
    clearTimeout(timer);
    interrupt = null;
  }
  send(head, body);
});

channel.on('data', (chunk) => {
  received.push(chunk);
  size += chunk.length;
  while (size >= 8) {
    const all = received.length === 1 ? received[0] : Buffer.concat(received);
    received = [all];
    const bodyAt = 8 + all.readUInt32BE(0);
    const end = bodyAt + all.readUInt32BE(4);
    if (size < end) return;
    received = [all.subarray(end)];
    size -= end;
    onFrame(JSON.parse(all.subarray(8, bodyAt)), all.subarray(bodyAt, end));
  }
});
channel.on('error', () => process.exit(0));
channel.on('close', () => process.exit(0));
