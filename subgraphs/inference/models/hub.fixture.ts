import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { z } from 'zod';

/** A file that the hub has. */
export interface HubFixtureFile {
  readonly bytes: Buffer;
  /** Told instead of the real SHA-256; null for none at all. */
  readonly sha256?: string | null;
  /** Told instead of the real size. */
  readonly sizeBytes?: number;
  /** Needs this token. */
  readonly token?: string;
}

/** What the host of the bytes does with its next requests, one after the other, before it does what it should. */
export type Mischief =
  /** Sends so many bytes and then nothing; `isHeld` is called then, with what breaks the connection. */
  | { readonly kind: 'hold'; readonly after: number; readonly isHeld?: (cut: () => void) => void }
  | { readonly kind: 'status'; readonly status: number }
  | { readonly kind: 'redirect'; readonly location: string }
  /** Sends the whole file whatever was asked for. */
  | { readonly kind: 'whole' };

/** What was asked of the host of the bytes. */
export interface ByteRequest {
  readonly range: string | null;
  readonly ifRange: string | null;
  readonly authorization: string | null;
}

/** A server that behaves as huggingface.co does: it answers with a redirect to another host, which serves the bytes and knows ranges. */
export async function startHub() {
  const files = new Map<string, HubFixtureFile>();
  const mischief: Mischief[] = [];
  const requests: ByteRequest[] = [];

  const bytesHost = createServer((request, response) => {
    requests.push({ range: request.headers.range ?? null, ifRange: headerOf(request, 'if-range'), authorization: request.headers.authorization ?? null });
    const file = files.get(new URL(request.url ?? '/', 'http://host').pathname);
    if (file !== undefined) serveBytes({ request, response, file, mischief: mischief.shift() });
    else response.writeHead(404).end();
  });
  const hub = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://hub').pathname);
    const file = files.get(path);
    if (file === undefined) return response.writeHead(path.startsWith('/private/') ? 401 : 404, { 'X-Error-Code': 'RepoNotFound' }).end('not here');
    if (file.token !== undefined && request.headers.authorization !== `Bearer ${file.token}`) return response.writeHead(401, { 'X-Error-Code': 'GatedRepo' }).end('gated');
    const linked = file.sha256 === null ? {} : { 'X-Linked-Etag': `"${file.sha256 ?? digestOf(file.bytes)}"`, 'X-Linked-Size': String(file.sizeBytes ?? file.bytes.length) };
    return response.writeHead(302, { ...linked, 'X-Repo-Commit': 'c0ffee', Location: `${bytesUrl}${path}?signature=abc` }).end();
  });
  const [hubUrl, bytesUrl] = [await listen(hub), await listen(bytesHost)];

  return {
    url: hubUrl,
    mischief,
    requests,
    /** Puts a file on the hub as `owner/name`, on `main` unless its path says otherwise. */
    put(path: string, file: HubFixtureFile): void {
      files.set(path, file);
    },
    close(): void {
      for (const server of [hub, bytesHost]) {
        server.close();
        server.closeAllConnections();
      }
    },
  };
}

interface Serving {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly file: HubFixtureFile;
  readonly mischief: Mischief | undefined;
}

function serveBytes({ request, response, file: { bytes }, mischief }: Serving): void {
  if (mischief?.kind === 'status') response.writeHead(mischief.status).end('trouble');
  else if (mischief?.kind === 'redirect') response.writeHead(302, { Location: mischief.location }).end();
  else serveRange({ request, response, bytes, mischief });
}

function serveRange({ request, response, bytes, mischief }: Pick<Serving, 'request' | 'response'> & { readonly bytes: Buffer; readonly mischief: Mischief | undefined }): void {
  const etag = `"etag-${digestOf(bytes).slice(0, 8)}"`;
  const start = mischief?.kind === 'whole' ? null : rangeStart(request, etag);
  if (start !== null && start >= bytes.length) return void response.writeHead(416, { 'Content-Range': `bytes */${bytes.length}` }).end();
  const rest = bytes.subarray(start ?? 0);
  const range = start === null ? {} : { 'Content-Range': `bytes ${start}-${bytes.length - 1}/${bytes.length}` };
  response.writeHead(start === null ? 200 : 206, { ETag: etag, 'Accept-Ranges': 'bytes', 'Content-Length': rest.length, ...range });
  if (mischief?.kind === 'hold') response.write(rest.subarray(0, mischief.after), () => mischief.isHeld?.(() => response.destroy()));
  else response.end(rest);
}

function rangeStart(request: IncomingMessage, etag: string): number | null {
  const asked = /^bytes=(\d+)-$/u.exec(request.headers.range ?? '')?.[1];
  return asked !== undefined && headerOf(request, 'if-range') === etag ? Number(asked) : null;
}

const headerOf = ({ headers }: IncomingMessage, name: string): string | null => z.string().nullish().parse(headers[name]) ?? null;

/** SHA-256 in hexadecimal. */
export const digestOf = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

async function listen(server: ReturnType<typeof createServer>): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = z.object({ port: z.number() }).parse(server.address());
  return `http://127.0.0.1:${port}`;
}
