import { afterAll, describe, expect, test } from 'vitest';
import type { Kernel } from './kernel.ts';
import { microLimits } from './limits.ts';
import { createMicroWorld } from './micro.fixture.ts';
import { findRuntime, startRuntime, type NativeLanguage } from './native-runtimes.ts';
import { startQuickJsKernel } from './quickjs/quickjs-kernel.ts';

const world = await createMicroWorld();
const { sandbox } = world.offer;
const isMissing = sandbox === null;
const kernels: Kernel[] = [];
const listener = { onText: () => undefined, onDisplay: () => undefined };
afterAll(async () => {
  for (const kernel of kernels) kernel.kill();
  await Promise.all(kernels.map(({ ended }) => ended));
  await world.close();
});

async function started(starting: Promise<Kernel>): Promise<Kernel> {
  const kernel = await starting;
  kernels.push(kernel);
  return kernel;
}
async function startNative(language: NativeLanguage): Promise<Kernel> {
  const interpreter = await findRuntime(language, []);
  if (interpreter === null || sandbox === null) throw new Error(`${language} is not installed`);
  return started(startRuntime(language, { sandbox, interpreter, workspace: null, memoryBytes: microLimits.memoryBytes[language].default, listener }));
}

/** Interrupts endless code at once, and asks whether the state is there after that. */
async function expectInterruptible(kernel: Kernel, endless: string): Promise<void> {
  expect(await kernel.execute('x = 42')).toMatchObject({ status: 'ok' });
  for (let count = 0; count < 10; count += 1) {
    const outcome = kernel.execute(endless);
    kernel.interrupt();
    expect(await outcome).toMatchObject({ status: 'interrupted' });
  }
  expect((await kernel.execute('x')).result).toMatchObject({ 'text/plain': '42' });
}

describe('an interruption that comes before the code has begun counts', () => {
  test.skipIf(isMissing)('in Python', async () => expectInterruptible(await startNative('PYTHON'), 'while True: pass'));
  test.skipIf(isMissing)('in Node', async () => expectInterruptible(await startNative('NODE'), 'for (;;);'));
  test('in QuickJS', async () => expectInterruptible(await started(startQuickJsKernel({ memoryBytes: microLimits.memoryBytes.JAVASCRIPT.default, listener })), 'for (;;);'));
});
