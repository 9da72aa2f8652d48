import type { ChatDelta, ChatMessage, ChatRequest, ChatResult } from '../backend.ts';

/** How the model process loads its model; its only argument, as JSON. */
export interface LoadSettings {
  readonly file: string;
  readonly contextLength: number;
  readonly sequences: number;
  readonly threads: number;
  readonly gpu: 'auto' | 'cuda' | 'vulkan' | 'metal' | false;
}

/** A chat on its way to the model process. */
export type ChatTask = Omit<ChatRequest, 'model'> & { readonly id: number };

/** What the parent asks of the model process. */
export type ModelCall =
  | { readonly kind: 'chat'; readonly task: ChatTask }
  | { readonly kind: 'cancel'; readonly id: number }
  | { readonly kind: 'count'; readonly id: number; readonly messages: readonly ChatMessage[] };

/** How well the model process shared its steps so far. */
export interface StepCount {
  readonly shared: number;
  readonly complete: number;
}

/** One answer of the model process; it sends all of an event-loop turn as one message. */
export type ModelEvent =
  | { readonly kind: 'delta'; readonly id: number; readonly delta: ChatDelta }
  | { readonly kind: 'end'; readonly id: number; readonly result: ChatResult; readonly steps: StepCount }
  | { readonly kind: 'counted'; readonly id: number; readonly tokens: number }
  | { readonly kind: 'overflow'; readonly id: number; readonly promptTokens: number }
  | { readonly kind: 'fault'; readonly id: number };
