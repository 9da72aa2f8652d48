// One streamed text and one streamed call of a tool by the AI SDK, as a program of its own: a package under the SDK knows the condition `source` too and means
// something else by it. Arguments: base URL and key; it prints what it saw as JSON.
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { jsonSchema, streamText, tool } from 'ai';

const [baseURL = '', apiKey = ''] = process.argv.slice(2);
const model = createOpenAICompatible({ name: 'studio', baseURL, apiKey, includeUsage: true })('help');

const said = streamText({ model, prompt: 'How do I create an environment?', temperature: 0 });
const text = await said.text;
const usage = await said.usage;

const inputSchema = jsonSchema({ type: 'object', properties: { city: { type: 'string', maxLength: 12 } }, required: ['city'], additionalProperties: false });
const called = streamText({ model, prompt: 'What is the weather?', temperature: 0, tools: { get_weather: tool({ inputSchema }) }, toolChoice: { type: 'tool', toolName: 'get_weather' } });
const parts = [];
for await (const { type } of called.fullStream) parts.push(type);
const calls = (await called.toolCalls).map(({ toolName, input }) => ({ toolName, input }));

process.stdout.write(JSON.stringify({ text, outputTokens: usage.outputTokens, parts, calls, finishReason: await called.finishReason }));
