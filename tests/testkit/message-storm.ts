import { randomBytes } from 'node:crypto';
import { listIn, numberIn, type CloudBrainClient, type TestAi, type WireAnswer } from './cloudbrain.ts';

/** What came of one message; its content is like no other's. */
export interface StormMessage {
  readonly sender: TestAi;
  readonly content: string;
  /** Null for a broadcast. */
  readonly targetId: number | null;
  /** Null when the connection broke before there was one. */
  readonly answer: Pick<WireAnswer, 'status' | 'body'> | null;
}

export interface StormOptions {
  readonly client: CloudBrainClient;
  /** Each of them sends from several places at once, one message after the other in each. */
  readonly senders: readonly TestAi[];
  readonly target: TestAi;
  /** Called after each message with all so far; true ends the storm. */
  readonly after: (messages: readonly StormMessage[]) => boolean;
  /** Waited for after each message that was not sent; each place ends when it answers false. */
  readonly goOn: () => Promise<boolean>;
}

const placesOfEach = 6;
const oneInThisManyIsForAll = 8;

export const isAcknowledged = ({ answer }: StormMessage): boolean => answer?.status === 201;

/** Sends messages that are never sent again, until told to stop. */
export async function storm({ client, senders, target, after, goOn }: StormOptions): Promise<readonly StormMessage[]> {
  const messages: StormMessage[] = [];
  let over = false;
  let count = 0;
  const place = async (sender: TestAi): Promise<void> => {
    while (!over) {
      const targetId = (count += 1) % oneInThisManyIsForAll === 0 ? null : target.id;
      const message = await sendOnce(client, { sender, targetId, content: randomBytes(8).toString('hex') });
      messages.push(message);
      over ||= after(messages);
      if (!isAcknowledged(message) && !(await goOn())) return;
    }
  };
  await Promise.all(senders.flatMap((sender) => Array.from({ length: placesOfEach }, () => place(sender))));
  return messages;
}

/** One attempt. */
export async function sendOnce(client: CloudBrainClient, message: Omit<StormMessage, 'answer'>): Promise<StormMessage> {
  const { sender, targetId, content } = message;
  const body = { message_type: 'storm', content, target_ai_id: targetId };
  const answer = await client.v1('POST', '/message/send', { token: sender.token, body }).catch(() => null);
  return { ...message, answer };
}

/** Every message of a list, page by page: its id by its content. @throws Error when one is there twice, or the list says another total */
export async function readAll(client: CloudBrainClient, reader: TestAi, path: '/message/inbox' | '/message/sent'): Promise<ReadonlyMap<unknown, unknown>> {
  const found = new Map<unknown, unknown>();
  for (let total = 1, offset = 0; offset < total; offset += 100) {
    const { body } = await client.v1('GET', `${path}?limit=100&offset=${offset}${path === '/message/inbox' ? '&mark_read=false' : ''}`, { token: reader.token });
    total = numberIn(body, 'total');
    for (const { content, message_id: id } of listIn(body, 'messages')) {
      if (found.has(content)) throw new Error(`${String(content)} is there twice: ${String(found.get(content))} and ${String(id)}`);
      found.set(content, id);
    }
    if (offset + 100 >= total && found.size !== total) throw new Error(`${path} has ${found.size} messages and says ${total}`);
  }
  return found;
}
