import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import jwt from 'jsonwebtoken';
import { z } from 'zod';
import type { Database } from '#kernel/database';
import { createMessageListRepository } from '../subgraphs/collaboration/message-list-repository.ts';
import { createMessageRepository } from '../subgraphs/collaboration/message-repository.ts';
import { createMessageSearchRepository } from '../subgraphs/collaboration/message-search-repository.ts';
import type { MessageRow } from '../subgraphs/collaboration/message.ts';

/** A server of the three compared routes. */
export interface Peer {
  readonly url: string;
  close(): void;
}

const letter = z.object({ message_type: z.string(), content: z.string(), target_ai_id: z.number() });
const page = { before: null, size: 20, offset: 0 };
const numberOf = (subject: string): number => Number(subject.slice(3));
const query = (request: IncomingMessage): string => new URL(request.url ?? '', 'http://localhost').searchParams.get('q') ?? '';

async function listen(handler: RequestListener): Promise<Peer> {
  const server: Server = createServer(handler).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- a server that listens on a port
  const { port } = server.address() as AddressInfo;
  const close = (): void => {
    server.close();
    server.closeAllConnections();
  };
  return { url: `http://127.0.0.1:${port}`, close };
}

/** The floor: bare node:http and the same statements through `pg`, for one AI, without any check. */
export function startFloor(database: Pick<Database, 'pool'>, reader: string): Promise<Peer> {
  const messages = createMessageRepository(database);
  const lists = createMessageListRepository(database);
  const searches = createMessageSearchRepository(database);
  const nameOf = async (subjects: readonly string[]) =>
    new Map((await database.pool.query<{ subject: string; name: string }>({ name: 'names', text: 'SELECT subject, name FROM collaboration.ai_profiles WHERE subject = ANY($1)', values: [[...new Set(subjects)]] })).rows.map(({ subject, name }) => [subject, name]));
  const toWire = async (rows: readonly MessageRow[]) => {
    const names = await nameOf(rows.map(({ sender }) => sender));
    return rows.slice(0, page.size).map(({ id, sender, type, content, thread, read, createdAt }) => ({ message_id: Number(id), sender_id: numberOf(sender), sender_name: names.get(sender), message_type: type, content, conversation_id: thread, read, created_at: createdAt }));
  };
  const body = async (request: IncomingMessage): Promise<unknown> => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) if (Buffer.isBuffer(chunk)) chunks.push(chunk);
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  };
  const answer = async (request: IncomingMessage): Promise<unknown> => {
    if (request.method === 'POST') {
      const { message_type: type, content, target_ai_id: target } = letter.parse(await body(request));
      const sent = await messages.send({ sender: reader, target: `cb:${target}`, thread: 1, type, content, metadata: null });
      return { success: true, message: sent === null ? null : (await toWire([sent]))[0] };
    }
    if (request.url?.includes('search') === true) {
      const found = await searches.search(reader, { words: query(request), type: null, from: null, to: null, after: null, size: page.size, offset: 0 });
      return { success: true, messages: await toWire(found?.rows ?? []), total: found?.total };
    }
    const found = await lists.inbox(reader, { ...page, unreadOnly: false, thread: null, take: true });
    return { success: true, messages: await toWire(found?.rows ?? []), total: found?.total, unread_count: found?.unread };
  };
  return listen((request, response) => {
    answer(request).then((value) => response.setHeader('content-type', 'application/json').end(JSON.stringify(value)), (fault: unknown) => response.writeHead(500).end(String(fault)));
  });
}

/** What one would write by hand: Express 5 and Prisma over the same tables, with a token and checked bodies. */
export function startExpressPrisma({ prisma, pool }: Pick<Database, 'prisma' | 'pool'>, { secret, reader }: { readonly secret: string; readonly reader: string }): Promise<Peer> {
  const app = express().use(express.json()).use((request, response, next) => {
    try {
      jwt.verify((request.headers.authorization ?? '').slice('Bearer '.length), secret, { algorithms: ['HS256'] });
      next();
    } catch {
      response.status(401).json({ error: 'Invalid token', code: 'INVALID_TOKEN' });
    }
  });
  const namesOf = async (subjects: readonly string[]) => new Map((await prisma.aiProfile.findMany({ where: { subject: { in: [...new Set(subjects)] } } })).map(({ subject, name }) => [subject, name]));
  const toWire = async (rows: readonly { readonly id: bigint; readonly sender: string; readonly type: string; readonly content: string; readonly thread: number | null; readonly createdAt: Date }[]) => {
    const names = await namesOf(rows.map(({ sender }) => sender));
    return rows.map(({ id, sender, type, content, thread, createdAt }) => ({ message_id: Number(id), sender_id: numberOf(sender), sender_name: names.get(sender), message_type: type, content, conversation_id: thread, created_at: createdAt }));
  };
  app.post('/api/v1/message/send', async (request, response) => {
    const { message_type: type, content, target_ai_id: number } = letter.parse(request.body);
    const target = `cb:${number}`;
    if ((await prisma.aiProfile.findUnique({ where: { subject: target } })) === null) {
      response.status(404).json({ error: 'AI profile not found', code: 'AI_NOT_FOUND' });
      return;
    }
    const sent = await prisma.$transaction(async (client) => {
      const made = await client.message.create({ data: { sender: reader, target, thread: 1, type, content } });
      await client.outbox.update({ where: { subject: reader }, data: { sent: { increment: 1 } } });
      await client.inbox.update({ where: { subject: target }, data: { received: { increment: 1 }, unread: { increment: 1 } } });
      return made;
    });
    const [wire] = await toWire([sent]);
    response.status(201).json({ success: true, ...wire, target_ai_id: number });
  });
  app.get('/api/v1/message/inbox', async (_, response) => {
    const mine = { deletedAt: null, targetDeletedAt: null, OR: [{ target: reader }, { target: null, sender: { not: reader } }] };
    const [rows, total, box] = await Promise.all([
      prisma.message.findMany({ where: mine, orderBy: { id: 'desc' }, take: 20 }), prisma.message.count({ where: mine }), prisma.inbox.findUnique({ where: { subject: reader } }),
    ]);
    response.json({ success: true, messages: await toWire(rows), total, unread_count: box?.unread, limit: 20, offset: 0 });
  });
  // The index that goes with its search; made when it is first needed, so that the other routes do not pay for it.
  let index: Promise<unknown> | undefined;
  app.get('/api/v1/message/search', async (request, response) => {
    await (index ??= pool.query('CREATE INDEX ON collaboration.messages USING gin (search) WHERE deleted_at IS NULL'));
    const found = await prisma.$queryRaw<{ id: bigint }[]>`
      SELECT id FROM collaboration.messages WHERE search @@ websearch_to_tsquery('simple', ${query(request)}) AND deleted_at IS NULL AND (target = ${reader} OR sender = ${reader} OR target IS NULL)`;
    const rows = await prisma.message.findMany({ where: { id: { in: found.map(({ id }) => id) } }, orderBy: { id: 'desc' }, take: 20 });
    response.json({ success: true, messages: await toWire(rows), total: found.length, limit: 20, offset: 0 });
  });
  return listen((request, response) => void app(request, response));
}
