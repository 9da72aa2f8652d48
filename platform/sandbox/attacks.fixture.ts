import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { createLogger } from '#kernel/logging';
import { z } from 'zod';
import { createSandbox, type SandboxLimits } from './index.ts';

/** A server of sandboxes in a process of its own, so that it can be an ordinary user, hold secrets, and be killed. It answers lines of JSON with lines of JSON. */
const order = z.object({ id: z.number(), tenant: z.string(), program: z.string(), arguments: z.array(z.string()), memoryMb: z.number(), killAfterMs: z.number().nullable() });
const [driver, groups, folder = ''] = process.argv.slice(2);
const offer = await createSandbox({ driver: driver === 'unshare' ? 'unshare' : 'bwrap', folder: path.join(folder, 'own'), controlGroups: groups === 'groups', logger: createLogger({ level: 'silent', pretty: false }) });
const say = (value: unknown): void => void process.stdout.write(`${JSON.stringify(value)}\n`);
say(offer.sandbox === null ? { reason: offer.reason } : { reason: null, isolation: offer.sandbox.isolation });

const mb = 1024 * 1024;
const limitsOf = (memoryMb: number): SandboxLimits => ({ memoryBytes: memoryMb * mb, processes: 64, cpuSeconds: 20, fileBytes: 8 * mb, openFiles: 256, temporaryBytes: 8 * mb });

async function obey(line: string): Promise<void> {
  const { id, tenant, program, arguments: words, memoryMb, killAfterMs } = order.parse(JSON.parse(line));
  const workspace = path.join(folder, tenant);
  mkdirSync(workspace, { recursive: true });
  const started = await offer.sandbox?.start({ program, arguments: words, workspace: { folder: workspace, hostUser: 200_000 + Number(tenant) }, limits: limitsOf(memoryMb) });
  if (started === undefined) return;
  started.stdin.end();
  if (killAfterMs !== null) setTimeout(() => started.kill(), killAfterMs);
  const [stdout, stderr, end] = await Promise.all([text(started.stdout), text(started.stderr), started.ended]);
  say({ id, stdout, stderr, end });
}

createInterface({ input: process.stdin })
  .on('line', (line) => void obey(line).catch((error: unknown) => say({ fault: String(error) })))
  .on('close', () => void offer.sandbox?.close().then(() => process.exit(0)));
