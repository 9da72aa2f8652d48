import { getLlama, LlamaLogLevel } from 'node-llama-cpp';
import { z } from 'zod';

// node-llama-cpp as its documentation uses it, one sequence for each answer. Arguments: model file, threads, sequences, context length, tokens to write.
const [file = '', ...numbers] = process.argv.slice(2);
const [threads = 1, sequences = 8, contextSize = 512, answerTokens = 64] = numbers.map(Number);
const llama = await getLlama({ gpu: false, build: 'never', skipDownload: true, maxThreads: threads, logLevel: LlamaLogLevel.disabled });
const model = await llama.loadModel({ modelPath: file });
const context = await model.createContext({ sequences, contextSize, threads });
const free = Array.from({ length: sequences }, () => context.getSequence());
const question = z.object({ id: z.number(), prompt: z.string() });

process.on('message', (message) => {
  const { id, prompt } = question.parse(message);
  void answer(prompt).then((reading) => process.send?.({ id, ...reading }));
});
process.send?.('ready');

async function answer(prompt: string): Promise<{ readonly tokens: number; readonly firstTokenMs: number }> {
  const sequence = free.shift();
  if (sequence === undefined) throw new Error('More answers than sequences');
  const startedAt = performance.now();
  await sequence.clearHistory();
  let tokens = 0;
  let firstTokenMs = 0;
  const written = sequence.evaluate(model.tokenize(prompt), { temperature: 0, yieldEogToken: true });
  while (tokens < answerTokens && (await written.next()).done !== true) {
    tokens += 1;
    if (tokens === 1) firstTokenMs = performance.now() - startedAt;
  }
  free.push(sequence);
  return { tokens, firstTokenMs };
}
