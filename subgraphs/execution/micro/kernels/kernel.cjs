// The Node side of a micro session: executes code in the main thread of a process of its own. It is started as `node -e <this> <control.cjs> <limits>`.
// The code is evaluated through an inspector session of the same thread, in REPL mode: await at the top level, and names that may be declared again.
// Interrupts come from the control thread, which owns the channel: https://chromedevtools.github.io/devtools-protocol/v8/Runtime/#method-terminateExecution
// Nothing here guards anything: the code can do to this process whatever it likes, and who reads the channel trusts nothing on it.
(() => {
  const inspector = require('node:inspector');
  const { createRequire } = require('node:module');
  const util = require('node:util');
  const vm = require('node:vm');
  const { Worker } = require('node:worker_threads');

  const [, controlSource, limitsJson] = process.argv.splice(0, 3, process.argv[0]);
  const { maxBody, maxJson, maxDisplays, maxShown } = JSON.parse(limitsJson);
  const maxText = 256 * 1024;
  const maxMessage = 16 * 1024;
  const binaryKinds = /^(image\/(?!svg)|audio\/|video\/|application\/(?!json))/u;

  const session = new inspector.Session();
  session.connect();
  const call = (method, parameters) => new Promise((resolve, reject) => session.post(method, parameters, (error, answer) => (error ? reject(error) : resolve(answer))));
  const writeTo = { stdout: process.stdout.write.bind(process.stdout), stderr: process.stderr.write.bind(process.stderr) };
  const control = new Worker(controlSource, { eval: true, env: {}, execArgv: [], stdin: false });
  const post = control.postMessage.bind(control);

  /** What is being executed: `{ id, nonce, displays, shown, truncated }`. */
  let current = null;
  let count = 0;
  /** Carries a value out of the inspector's protocol: a function there, and its remote object. */
  let taken;
  let taker;

  const shortened = (text, most = maxText) => (text.length <= most ? text : `${text.slice(0, most)}…`);

  function toJson(value) {
    try {
      const text = JSON.stringify(value);
      return text !== undefined && text.length <= maxJson ? text : undefined;
    } catch {
      return undefined; // circular, a bigint, or with a toJSON that fails
    }
  }

  /** Sends a message with the contents of a bundle; false when they are too large for one. */
  function send(message, bundle = {}) {
    const contents = Object.entries(bundle).map(([kind, content]) => [kind, Buffer.from(content)]);
    const body = Buffer.concat(contents.map(([, content]) => content));
    if (body.length > maxBody) return false;
    post({ head: { ...message, contents: contents.map(([kind, content]) => [kind, content.length]) }, body });
    return true;
  }

  function isPlain(value) {
    if (typeof value !== 'object' || value === null) return typeof value !== 'function';
    return Array.isArray(value) || [Object.prototype, null].includes(Object.getPrototypeOf(value));
  }

  /** The value in every format, by MIME type: as text, and as JSON where it is plain data. */
  function bundle(value) {
    const data = { 'text/plain': shortened(util.inspect(value, { depth: 4, maxArrayLength: 200, maxStringLength: 65_536 })) };
    const json = isPlain(value) ? toJson(value) : undefined;
    return json === undefined ? data : { ...data, 'application/json': json };
  }

  /** An object whose keys are MIME types is what it says; anything else is inspected. */
  function shown(value) {
    const isBundle = typeof value === 'object' && value !== null && Object.keys(value).length > 0 && Object.keys(value).every((key) => /^[a-z]+\/[a-z0-9.+-]+$/u.test(key));
    if (!isBundle) return bundle(value);
    return Object.fromEntries(Object.entries(value).map(([kind, content]) => {
      if (ArrayBuffer.isView(content)) return [kind, Buffer.from(content.buffer, content.byteOffset, content.byteLength).toString(binaryKinds.test(kind) ? 'base64' : 'utf8')];
      if (/[/+]json$/u.test(kind)) return [kind, toJson(content) ?? 'null'];
      return [kind, String(content)];
    }));
  }

  function display(...values) {
    const execution = current;
    if (execution === null) return;
    for (const value of values) {
      const bundle = shown(value);
      execution.displays += 1;
      execution.shown += Object.values(bundle).reduce((sum, content) => sum + content.length, 0);
      if (execution.displays > maxDisplays || execution.shown > maxShown || !send({ kind: 'display', id: execution.id }, bundle)) execution.truncated = true;
    }
  }

  async function valueOf(remote) {
    const { objectId, unserializableValue, value } = remote;
    const argument = objectId === undefined ? (unserializableValue === undefined ? { value } : { unserializableValue }) : { objectId };
    taken = undefined;
    await call('Runtime.callFunctionOn', { objectId: taker, functionDeclaration: 'function (value) { this(value) }', arguments: [argument] });
    if (objectId !== undefined) call('Runtime.releaseObject', { objectId }).catch(() => undefined);
    return taken;
  }

  function describe(error, fallback) {
    if (!(error instanceof Error)) return { name: 'Error', message: shortened(`Uncaught ${util.inspect(error)}`, maxMessage), traceback: [] };
    const lines = String(error.stack ?? fallback).slice(0, maxMessage).split('\n').filter((line) => !/^ +at .*\(?(node:|\[eval\]|new Promise \(<anonymous>\))/u.test(line));
    return { name: shortened(String(error.name), 256), message: shortened(String(error.message), maxMessage), traceback: lines };
  }

  /** `{ a: 1 }` is meant as an object, not as a block. */
  function asExpression(code) {
    if (!/^\s*\{[^]*\}\s*$/u.test(code)) return code;
    try {
      new vm.Script(`(${code})`);
      return `(${code})`;
    } catch {
      return code;
    }
  }

  async function evaluate(code) {
    count += 1;
    const expression = `${asExpression(code)}\n//# sourceURL=cell-${count}`;
    const { result, exceptionDetails } = await call('Runtime.evaluate', { expression, replMode: true, awaitPromise: true });
    if (exceptionDetails !== undefined) {
      const { exception, text } = exceptionDetails;
      return { status: 'error', error: describe(exception === undefined ? new Error(text) : await valueOf(exception), exception?.description ?? text) };
    }
    return { status: 'ok', result: result.type === 'undefined' ? {} : bundle(await valueOf(result)) };
  }

  /** Answers for an execution once; also when an interrupt had ended an earlier attempt in its middle. */
  function finish(execution, { result, ...outcome }) {
    if (current !== execution) return;
    const done = { kind: 'done', id: execution.id, truncated: execution.truncated, ...outcome };
    const mark = `\0${execution.nonce}\0`;
    writeTo.stdout(mark);
    writeTo.stderr(mark);
    if (!send(done, result)) send({ ...done, truncated: true }, { 'text/plain': '<a result too large to be shown>' });
    current = null;
  }

  async function execute({ id, nonce, code }) {
    const execution = { id, nonce, displays: 0, shown: 0, truncated: false };
    current = execution;
    try {
      finish(execution, await evaluate(code));
    } catch (error) {
      finish(execution, /terminated/iu.test(error?.message) ? { status: 'interrupted' } : { status: 'error', error: describe(error, '') });
    }
  }

  function onMessage(message) {
    if (message.kind === 'execute') void execute(message);
    else {
      post({ awake: message.attempt });
      if (current !== null && current.id === message.id) finish(current, { status: 'interrupted' });
    }
  }

  async function start() {
    globalThis.require = createRequire('/workspace/');
    globalThis.display = display;
    for (const name of ['module', 'exports', '__filename', '__dirname']) delete globalThis[name];
    const slot = `take-${process.pid}`;
    globalThis[slot] = (value) => {
      taken = value;
    };
    ({ result: { objectId: taker } } = await call('Runtime.evaluate', { expression: `globalThis[${JSON.stringify(slot)}]` }));
    delete globalThis[slot];
    process.on('uncaughtException', (error) => console.error('Uncaught', error));
    process.on('unhandledRejection', (error) => console.error('Unhandled rejection', error));
    control.on('message', onMessage);
    control.on('exit', () => process.reallyExit(0));
    send({ kind: 'ready', version: process.versions.node });
  }
  void start();
})();
