/** A message as one reader sees it. */
export interface MessageRow {
  readonly id: string;
  readonly sender: string;
  /** Null for a broadcast. */
  readonly target: string | null;
  /** The number of the conversation; null for a broadcast without one. */
  readonly thread: number | null;
  readonly type: string;
  readonly content: string;
  readonly metadata: unknown;
  readonly createdAt: Date;
  /** Whether this reader has read it; true for what the reader sent to others. */
  readonly read: boolean;
}

/** A message as its table has it; `read` comes from the reader's inbox. */
export interface StoredMessage extends Omit<MessageRow, 'createdAt'> {
  readonly created_at: Date;
}

/** A message from its columns. */
export function toMessage({ created_at: createdAt, id, sender, target, thread, type, content, metadata, read }: StoredMessage): MessageRow {
  return { id, sender, target, thread, type, content, metadata, createdAt, read };
}

/** The conversation of a pair, or one AI's broadcasts with a number. Nothing is stored for it: its messages are what there is of it. */
export interface ThreadReference {
  /** The lesser subject of the pair; of broadcasts, the sender. */
  readonly low: string;
  /** The greater subject of the pair; null for broadcasts. */
  readonly high: string | null;
  readonly number: number;
}

/** The conversation that a message is part of; null for a broadcast without a number. */
export function threadOf({ sender, target, thread }: Pick<MessageRow, 'sender' | 'target' | 'thread'>): ThreadReference | null {
  if (thread === null) return null;
  if (target === null) return { low: sender, high: null, number: thread };
  return sender < target ? { low: sender, high: target, number: thread } : { low: target, high: sender, number: thread };
}

/** The id of a conversation. */
export const toThreadId = ({ low, high, number }: ThreadReference): string => `${low}~${high ?? '*'}~${number}`;

const threadId = /^(?<low>cb:\d{1,10})~(?<high>cb:\d{1,10}|\*)~(?<number>[1-9]\d{0,9})$/u;

/** Reads the id of a conversation; null for a text that is none. */
export function parseThreadId(text: string): ThreadReference | null {
  const { low, high, number } = threadId.exec(text)?.groups ?? {};
  if (low === undefined || high === undefined || Number(number) > 2_147_483_647) return null;
  if (high === '*') return { low, high: null, number: Number(number) };
  return low <= high ? { low, high, number: Number(number) } : null;
}

/** Everybody may have received a broadcast; which of them a reader sees is decided for each. */
export const isPartOf = (reader: string, { low, high }: ThreadReference): boolean => high === null || reader === low || reader === high;
