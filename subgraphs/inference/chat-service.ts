import { requirePrincipal, type RequestContext } from '#kernel/context';
import { DomainError } from '#kernel/errors';
import { newId } from '#kernel/ids';
import { mayActFor, type Principal } from '#kernel/principal';
import { createTokenStream } from '#platform/token-stream';
import { createAnswers, outcomeOf, type AnswersOptions, type FinishedAnswer, type OpenAnswer } from './answers.ts';
import type { ChatMessage, GenerationDelta, InferenceBackend, ModelFacts } from './backends/backend.ts';
import { contextLengthExceeded } from './backends/context-length.ts';
import type { CallLimiter } from './call-limiter.ts';
import { checkChat, checkMessages, type ChatInput } from './chat-input.ts';

/** What all events of one answer share. */
interface AnswerHead {
  readonly id: string;
  readonly createdAt: Date;
  readonly model: ModelFacts;
}

/** A whole answer. */
export interface Completion extends AnswerHead {
  readonly message: { readonly role: 'ASSISTANT'; readonly content: string };
  readonly finishReason: FinishedAnswer['finishReason'];
  readonly usage: FinishedAnswer['usage'];
  readonly tokenBalance: number;
}

/** A piece of an answer: the first has the role and the balance, the last the reason of the end, the usage and the new balance. */
export interface ChatEvent extends AnswerHead {
  readonly role: 'ASSISTANT' | null;
  readonly content: string;
  readonly tokens: number;
  readonly finishReason: FinishedAnswer['finishReason'] | null;
  readonly usage: FinishedAnswer['usage'] | null;
  readonly tokenBalance: number | null;
}

/** The rules of answering chats. */
export interface ChatService {
  /**
   * Answers a chat.
   * @throws DomainError BAD_USER_INPUT, MODEL_NOT_FOUND, RATE_LIMITED, CONTEXT_LENGTH_EXCEEDED, INSUFFICIENT_TOKENS, UNAVAILABLE, MODEL_UNAVAILABLE, CANCELLED
   */
  complete(context: RequestContext, input: ChatInput): Promise<Completion>;
  /**
   * Answers a chat piece by piece; `return()` ends it. A failure on the way is the last item: streams of GraphQL tell errors as events.
   * @throws DomainError before anything is generated, as `complete`
   */
  stream(context: RequestContext, input: ChatInput): Promise<AsyncIterableIterator<ChatEvent | Error>>;
  /** Ends a running answer of the caller, or any for an administrator; false when there is none. */
  cancel(context: RequestContext, id: string): boolean;
  countTokens(context: RequestContext, chat: { readonly model: string; readonly messages: readonly ChatMessage[] }): Promise<number>;
  /** Refuses new requests, cancels all answers and waits until they are settled. */
  stop(): Promise<void>;
}

export interface ChatServiceOptions extends AnswersOptions {
  readonly limiter: CallLimiter;
}

type OpenedChat = OpenAnswer & AnswerHead;
/** Lets a caller in, or refuses. */
type Admit = (context: RequestContext) => Promise<Principal>;

/** Answers chats with one backend. */
export function createChatService(options: ChatServiceOptions): ChatService {
  const { backend, limiter } = options;
  const answers = createAnswers(options);
  let isStopping = false;

  const admit: Admit = async (context) => {
    if (isStopping) throw new DomainError('UNAVAILABLE', 'The service is stopping');
    const principal = requirePrincipal(context);
    await limiter.take(principal.subject);
    return principal;
  };
  const open = (context: RequestContext, input: ChatInput): Promise<OpenedChat> => openChat({ ...options, admit }, context, input);

  return {
    async complete(context, input) {
      const opened = await open(context, input);
      const pieces: string[] = [];
      const { finishReason, usage, balance } = await answers.run(opened, ({ text }) => pieces.push(text));
      if (context.cancellation.isAborted) throw abortReason(context.cancellation.signal);
      return { ...headOf(opened), message: { role: 'ASSISTANT', content: pieces.join('') }, finishReason, usage, tokenBalance: balance };
    },
    async stream(context, input) {
      const opened = await open(context, input);
      const piece: ChatEvent = { ...headOf(opened), role: null, content: '', tokens: 0, finishReason: null, usage: null, tokenBalance: null };
      const stream = createTokenStream<ChatEvent | Error>({ merge: mergeText, onCancel: () => answers.cancel(opened.id, () => true) });
      let shown = 0;
      stream.push({ ...piece, role: 'ASSISTANT', tokenBalance: opened.reservation.balance });
      const show = ({ text, tokens }: GenerationDelta): void => {
        shown += tokens;
        stream.push({ ...piece, content: text, tokens });
      };
      void answers
        .run(opened, show)
        .then(
          ({ finishReason, usage, balance }) => stream.push({ ...piece, tokens: usage.completionTokens - shown, finishReason, usage, tokenBalance: balance }),
          (error: unknown) => stream.push(error instanceof Error ? error : new TypeError('The answer failed', { cause: error })),
        )
        .finally(() => stream.end());
      return stream;
    },
    cancel(context, id) {
      const principal = requirePrincipal(context);
      return answers.cancel(id, (subject) => mayActFor(principal, subject));
    },
    async countTokens(context, { model, messages }) {
      await admit(context);
      return countPrompt(backend, await backend.model(model), checkMessages(messages));
    },
    async stop() {
      isStopping = true;
      await answers.drain();
    },
  };
}

/** Checks a chat and holds the tokens for its answer. */
async function openChat({ backend, accounts, metrics, admit }: AnswersOptions & { readonly admit: Admit }, context: RequestContext, input: ChatInput): Promise<OpenedChat> {
  let label = 'unknown';
  try {
    const { maxTokens, messages, ...chat } = checkChat(input);
    const { subject } = await admit(context);
    const model = await backend.model(chat.model);
    label = model.id;
    const promptTokens = await countPrompt(backend, model, messages);
    const room = model.contextLength - promptTokens;
    if (room < 1) throw contextLengthExceeded(promptTokens, model.contextLength);
    const id = `chatcmpl-${newId().replaceAll('-', '')}`;
    const reservation = await accounts.reserve(context, { id, subject, model: model.id, promptTokens, maxTokens, room });
    const prompt = { kind: 'chat', messages, tools: [] } as const;
    const request = { ...chat, prompt, maxTokens: reservation.completionTokens, owner: subject, grammar: null, logprobs: null, count: 1, echo: false, priority: 0, deadline: null };
    return { id, createdAt: new Date(), model, reservation, request, signal: context.cancellation.signal };
  } catch (error) {
    metrics.requestEnded(label, outcomeOf(error));
    throw error;
  }
}

/** No token of any vocabulary is longer than this: a text beyond it cannot fit, and is not even counted. */
const longestToken = 256;

async function countPrompt(backend: InferenceBackend, { id, contextLength }: ModelFacts, messages: readonly ChatMessage[]): Promise<number> {
  const characters = messages.reduce((sum, { content }) => sum + content.length, 0);
  if (characters > contextLength * longestToken) throw contextLengthExceeded(Math.ceil(characters / longestToken), contextLength);
  return backend.countTokens(id, { kind: 'chat', messages, tools: [] });
}

const headOf = ({ id, createdAt, model }: AnswerHead): AnswerHead => ({ id, createdAt, model });

/** Texts that wait for a slow reader become one. */
function mergeText(waiting: ChatEvent | Error, next: ChatEvent | Error): ChatEvent | undefined {
  if (waiting instanceof Error || next instanceof Error || waiting.role !== null || next.finishReason !== null) return undefined;
  return { ...waiting, content: waiting.content + next.content, tokens: waiting.tokens + next.tokens };
}

function abortReason({ reason }: AbortSignal): DomainError {
  return DomainError.isInstance(reason) ? reason : new DomainError('CANCELLED', 'The request was cancelled');
}
