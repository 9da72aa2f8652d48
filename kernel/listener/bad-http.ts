import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import type { DomainError } from '#kernel/errors';
import { refusalBody } from './answer.ts';

/** An answer to an upgrade, in place of the upgrade. */
export interface UpgradeRefusal {
  readonly status: number;
  readonly body: object;
  readonly headers?: Readonly<Record<string, string>>;
}

const statuses: Readonly<Record<string, number>> = { HPE_HEADER_OVERFLOW: 431, ERR_HTTP_REQUEST_TIMEOUT: 408 };

/** Ends a connection whose bytes are not HTTP: with a short answer where one may still be written, else silently. */
export function answerBadHttp(error: NodeJS.ErrnoException, socket: Duplex, answering: boolean): void {
  if (answering || !socket.writable || error.code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const status = statuses[error.code ?? ''] ?? 400;
  endSocket(socket, { status, body: { error: { code: 'INVALID_REQUEST', message: STATUS_CODES[status] } } });
}

/** Refuses an upgrade with a plain HTTP answer, or with that of an API; the socket is closed after it. */
export function refuseUpgrade(socket: Duplex, refusal: DomainError | UpgradeRefusal): void {
  endSocket(socket, 'body' in refusal ? refusal : { status: refusal.status, body: refusalBody(refusal) });
}

function endSocket(socket: Duplex, { status, body, headers = {} }: UpgradeRefusal): void {
  const text = JSON.stringify(body);
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
    'Connection: close',
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(text)}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${text}`, () => socket.destroy());
}
