import { parentPort } from 'node:worker_threads';
import { ModuleRefusal } from '../metering/index.ts';
import { webAssembly } from '../web-assembly.ts';
import { acceptModule } from './accept-module.ts';
import { inspectModule } from './inspect-module.ts';
import { runCall } from './run-call.ts';
import type { Outcome } from '../host-messages.ts';
import type { Answer, Call, Task } from './tasks.ts';

/** Pages that calls have left since garbage was collected, and how many may be left: V8 would let gigabytes lie. */
let leftPages = 0;
const mostLeftPages = 1_024;

function call(wanted: Call): Outcome {
  const { outcome, leftPages: pages } = runCall(wanted);
  leftPages += pages;
  return outcome;
}

function collectGarbage(): void {
  if (leftPages < mostLeftPages) return;
  globalThis.gc?.();
  leftPages = 0;
}

const answerTo = (task: Task): Answer => {
  switch (task.kind) {
    case 'call':
      return { kind: 'called', outcome: call(task.call) };
    case 'inspect':
      return { kind: 'inspected', inspection: inspectModule(task.bytes, task.bounds) };
    case 'compile': {
      const { bytes, facts } = acceptModule(task.bytes, task.bounds);
      return { kind: 'compiled', ready: { module: new webAssembly.Module(bytes), facts } };
    }
  }
};

const settle = (task: Task): Answer => {
  try {
    return answerTo(task);
  } catch (error) {
    return { kind: 'refused', reason: error instanceof ModuleRefusal ? error.message : 'is more than the engine takes' };
  }
};

parentPort?.on('message', (task: Task) => {
  parentPort?.postMessage(settle(task));
  collectGarbage();
});
