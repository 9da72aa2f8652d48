/**
 * Score a trained GGUF through node-llama-cpp, the way the product runs it, and write golden.json and manifest.json.
 *
 *   python3 models/help/training/corpus.py > /tmp/help-model/exam.json
 *   node models/help/training/evaluate.mjs MODEL.gguf /tmp/help-model/exam.json [--misses] [--write FOLDER]
 *
 * Answers are greedy (temperature 0), one thread. An answer about a call counts when it names the right method and
 * path; every other answer counts when it is word for word the expected one.
 */
import { createHash } from "node:crypto";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { getLlama, LlamaChat, readGgufFileInfo, resolveChatWrapper } from "node-llama-cpp";

const MAX_TOKENS = 160;
const SURE = 0.75;
const GOLDEN_CHATS = [
  ["Hello!"],
  ["What is this product?"],
  ["What is Pentagraph?"],
  ["Who are you?"],
  ["How do I start it?"],
  ["Where is GraphQL?"],
  ["How do I create an environment?"],
  ["how do i delete a workspace"],
  ["How do I run a program?"],
  ["How do I send a message to another AI?"],
  ["How do I reset an agent?"],
  ["How do I deploy an agent?", "What does it return?"],
  ["How do I create an environment?", "And how do I delete it?"],
  ["What is the capital of France?"],
  ["What is 7 + 5?"],
  ["Thank you!"],
];

/** Load the model with one thread and answer greedily. */
async function openModel(modelPath) {
  const llama = await getLlama({ gpu: false, build: "never", maxThreads: 1, logLevel: "error" });
  const model = await llama.loadModel({ modelPath });
  const context = await model.createContext({ sequences: 1, contextSize: 1024, threads: 1 });
  const sequence = context.getSequence();
  const wrapper = resolveChatWrapper(model);
  const chat = new LlamaChat({ contextSequence: sequence, chatWrapper: wrapper });

  async function answer(history) {
    await sequence.clearHistory();
    const { response } = await chat.generateResponse([...history, { type: "model", response: [] }], { maxTokens: MAX_TOKENS, temperature: 0 });
    return response;
  }

  /** The lowest probability of any greedy token: how far the answer is from tipping over. */
  async function certainty(history) {
    await sequence.clearHistory();
    const { contextText } = wrapper.generateContextState({ chatHistory: [...history, { type: "model", response: [] }] });
    let lowest = 1;
    let count = 0;
    for await (const { confidence } of sequence.evaluateWithMetadata(contextText.tokenize(model.tokenizer), { confidence: true }, { temperature: 0 })) {
      lowest = Math.min(lowest, confidence);
      count += 1;
      if (count >= MAX_TOKENS) break;
    }
    return lowest;
  }

  return { model, answer, certainty };
}

const userSays = (text) => ({ type: "user", text });

function isRight(question, answer) {
  if (question.call === undefined) return answer.trim() === question.answer;
  const [method, ...rest] = question.call.split(" ");
  const name = { RPC: "method", WS: "WebSocket" }[method] ?? method;
  return [" ", ".", ";"].some((end) => `${answer} `.includes(`${name} ${rest.join(" ")}${end}`));
}

async function scoreQuestions({ answer }, questions, showMisses) {
  const scores = {};
  for (const question of questions) {
    const score = (scores[question.kind] ??= { right: 0, of: 0 });
    const said = await answer([userSays(question.question)]);
    score.of += 1;
    if (isRight(question, said)) score.right += 1;
    else if (showMisses) console.log(`${question.kind}: ${question.question}\n   wanted ${question.call ?? question.answer}\n   said   ${said}`);
  }
  return scores;
}

/** Search each operation by an unseen wording: how often is it the nearest, or among the nearest three? */
async function scoreSearch(model, documents, searches) {
  const context = await model.createEmbeddingContext({ contextSize: 256, threads: 1 });
  const embed = async (text) => (await context.getEmbeddingFor(text)).vector;
  const length = (v) => Math.hypot(...v);
  const cosine = (a, b) => a.reduce((sum, x, i) => sum + x * b[i], 0) / (length(a) * length(b));
  const known = [];
  for (const text of documents) known.push(await embed(text));
  const result = { top1: 0, top3: 0, of: searches.length };
  for (const [index, text] of searches.entries()) {
    const query = await embed(text);
    const nearest = known.map((vector, at) => ({ at, near: cosine(query, vector) })).sort((a, b) => b.near - a.near).slice(0, 3);
    if (nearest[0].at === index) result.top1 += 1;
    if (nearest.some(({ at }) => at === index)) result.top3 += 1;
  }
  await context.dispose();
  return result;
}

/** Exact greedy answers for a test to compare; a chat that is near to tipping over on another CPU is left out. */
async function makeGolden({ answer, certainty }) {
  const chats = [];
  for (const questions of GOLDEN_CHATS) {
    const history = [];
    const turns = [];
    let lowest = 1;
    for (const question of questions) {
      history.push(userSays(question));
      lowest = Math.min(lowest, await certainty(history));
      const said = await answer(history);
      turns.push({ user: question, assistant: said });
      history.push({ type: "model", response: [said] });
    }
    console.log(lowest >= SURE ? "golden " : "UNSURE ", lowest.toFixed(3), JSON.stringify(turns.at(-1)));
    if (lowest >= SURE) chats.push({ turns });
  }
  return { temperature: 0, threads: 1, maxTokens: MAX_TOKENS, chatTemplate: "ChatML", chats };
}

async function describe(modelPath, evaluation) {
  const { metadata, fullTensorInfo } = await readGgufFileInfo(modelPath);
  const parameters = fullTensorInfo.reduce((sum, { dimensions }) => sum + dimensions.reduce((product, size) => product * Number(size), 1), 0);
  return {
    file: "help.q8_0.gguf",
    sha256: createHash("sha256").update(readFileSync(modelPath)).digest("hex"),
    bytes: statSync(modelPath).size,
    parameters,
    contextLength: metadata.llama.context_length,
    architecture: metadata.general.architecture,
    quantization: "q8_0",
    license: "MIT",
    trainedAt: statSync(modelPath).mtime.toISOString(),
    evaluation,
  };
}

const [modelPath, examPath, ...flags] = process.argv.slice(2);
const exam = JSON.parse(readFileSync(examPath, "utf8"));
const opened = await openModel(modelPath);
const evaluation = await scoreQuestions(opened, exam.questions, flags.includes("--misses"));
evaluation.search = await scoreSearch(opened.model, exam.documents, exam.searches);
evaluation.searchUnseenFrame = await scoreSearch(opened.model, exam.documents, exam.unseenSearches);
console.log(JSON.stringify(evaluation));
if (flags.includes("--write")) {
  const folder = flags[flags.indexOf("--write") + 1];
  const save = (name, value) => writeFileSync(path.join(folder, name), `${JSON.stringify(value, null, 2)}\n`);
  save("golden.json", await makeGolden(opened));
  save("manifest.json", await describe(modelPath, evaluation));
}
process.exit(0);
