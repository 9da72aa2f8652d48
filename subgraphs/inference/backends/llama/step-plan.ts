/** One answer that wants to compute tokens. */
export interface StepWish {
  /** Its sequence. */
  readonly id: number;
  /** How many tokens it wants to compute. */
  readonly tokens: number;
  /** True while it reads its prompt, which may be done in parts; what is not a prompt is done at once. */
  readonly isPrompt: boolean;
}

/** How many tokens of one sequence a step computes. */
export interface StepPart {
  readonly id: number;
  readonly tokens: number;
}

export interface StepLimits {
  /** The most tokens of one native batch. */
  readonly batchSize: number;
  /** The most tokens of prompts in a step in which somebody waits for a next token. */
  readonly promptShare: number;
}

/**
 * Plans one step. All that write take part in each; the room left is for prompts, oldest wish first, so that each is done as soon as it can be. Parts are in
 * ascending order of sequence, because llama.cpp computes neighbours together and splits a batch wherever the next id is not the one after.
 */
export function planStep(wishes: readonly StepWish[], { batchSize, promptShare }: StepLimits): readonly StepPart[] {
  const writing = wishes.filter(({ isPrompt }) => !isPrompt);
  const written = writing.reduce((sum, { tokens }) => sum + tokens, 0);
  let room = Math.max(0, Math.min(batchSize - written, writing.length > 0 ? promptShare : batchSize));
  const parts: StepPart[] = writing.map(({ id, tokens }) => ({ id, tokens }));
  for (const { id, tokens, isPrompt } of wishes) {
    if (!isPrompt || room === 0) continue;
    const part = Math.min(tokens, room);
    parts.push({ id, tokens: part });
    room -= part;
  }
  return parts.sort((one, other) => one.id - other.id);
}
