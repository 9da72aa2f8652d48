import { DomainError } from '#kernel/errors';
import type { GenerationOptions, GenerationRequest, GenerationResult } from '../backend.ts';
import { EventFault, readEventData } from './server-sent-events.ts';
import type { UpstreamClient } from './upstream-client.ts';
import { unavailable, upstreamRefusal } from './upstream-refusal.ts';
import { createAnswerFollower, wireChunk, type AnswerFollower } from './wire-answer.ts';
import { toWireRequest } from './wire-request.ts';

export interface StreamedRequest {
  readonly client: UpstreamClient;
  readonly request: GenerationRequest;
  /** What the engine calls the model. */
  readonly wireName: string;
  /** The tokens of the prompt, where the engine does not tell. */
  readonly estimate: () => Promise<number>;
  readonly signal: AbortSignal;
}

/** Lets an engine answer, piece by piece. @throws DomainError as InferenceBackend.generate */
export async function streamAnswers({ client, request, wireName, estimate, signal }: StreamedRequest, onDelta: GenerationOptions['onDelta']): Promise<GenerationResult> {
  const { path, body } = toWireRequest(request, wireName);
  const ending = untilDeadline(signal, request.deadline);
  const follower = createAnswerFollower(request);
  const resultOf = async (): Promise<GenerationResult> => follower.result(await estimate());
  let hasBegun = false;
  try {
    const { chunks, contentType } = await client.open({ path, body, signal: ending, accept: 'text/event-stream' });
    if (!/^text\/event-stream\b/iu.test(contentType)) throw unavailable('The engine behind this model answers with something else');
    for await (const data of readEventData(chunks)) {
      if (data.trim() === '[DONE]') break;
      for (const delta of follower.take(readChunk(data))) {
        hasBegun = true;
        await onDelta(delta);
      }
    }
    if (!follower.isComplete()) throw unavailable('The engine behind this model has broken off');
    return await resultOf();
  } catch (fault) {
    if (fault instanceof EventFault) throw unavailable('The engine behind this model answers with something else', fault);
    if (!ending.aborted) throw fault;
    if (!signal.aborted && !hasBegun) throw new DomainError('DEADLINE_EXCEEDED', 'The model did not begin to answer in time');
    return resultOf();
  }
}

function untilDeadline(signal: AbortSignal, deadline: number | null): AbortSignal {
  if (deadline === null) return signal;
  return AbortSignal.any([signal, AbortSignal.timeout(Math.min(Math.max(0, deadline - Date.now()), longestTimeout))]);
}

/** A longer timer fires at once. */
const longestTimeout = 2 ** 31 - 1;

function readChunk(data: string): Parameters<AnswerFollower['take']>[0] {
  const chunk = wireChunk.safeParse(parseOrNull(data)).data;
  if (chunk === undefined) throw unavailable('The engine behind this model answers with something else');
  if (chunk.error !== undefined && chunk.error !== null) throw upstreamRefusal(500, { error: chunk.error });
  return chunk;
}

function parseOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
