import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { systemClock } from '#kernel/clock';
import { createRequestContext } from '#kernel/context';
import type { Database } from '#kernel/database';
import { createEvents, type Events } from '#kernel/events';
import { createLogger } from '#kernel/logging';
import { scopesOf } from '#kernel/principal';
import { createOperations, type Operations } from '#platform/operations';
import { createTestDatabase } from '../../../tests/testkit/database.ts';
import { writeTinyModel } from '../backends/llama/gguf.fixture.ts';
import type { ModelDownload } from './download.ts';
import { createDownloadRepository } from './download-repository.ts';
import { createDownloadService, type DownloadService } from './download-service.ts';
import { createHub } from './hub.ts';
import { digestOf, startHub, type HubFixtureFile } from './hub.fixture.ts';
import { createModelFolder } from './model-folder.ts';

const logger = createLogger({ level: 'silent' });

/** The file that the hub has under `source`. */
export const model = writeTinyModel();
export const sha256 = digestOf(model);
export const source = { repository: 'ada/tiny', file: 'tiny.gguf' };
export const admin = createRequestContext({ principal: { subject: 'cds:1', assurance: 'verified', role: 'admin', scopes: scopesOf('cds', 'admin'), session: null } });

interface InstanceOptions {
  readonly endpoint?: string;
  readonly token?: string;
  readonly isWorking?: boolean;
  readonly silenceMs?: number;
  readonly now?: number;
}

interface Downloading {
  readonly service: Pick<DownloadService, 'watch'>;
}

/** The last state of a download. */
export async function finished({ service }: Downloading, id: string): Promise<ModelDownload> {
  let last: ModelDownload | null = null;
  for await (const state of service.watch(id, new AbortController().signal)) last = state;
  if (last === null) throw new Error('No such download');
  return last;
}

/** A database for a file of tests, and for each of them a hub and an empty folder. */
export function useDownloads() {
  let database: Database;
  let events: Events;
  let hub: Awaited<ReturnType<typeof startHub>>;
  let directory: string;
  const started: Operations[] = [];

  beforeAll(async () => {
    database = await createTestDatabase();
    events = await createEvents({ database, logger });
  });
  beforeEach(async () => {
    hub = await startHub();
    put({});
    directory = mkdtempSync(path.join(os.tmpdir(), 'pentagraph-models-'));
  });
  afterEach(async () => {
    await Promise.all(started.splice(0).map((operations) => operations.stop()));
    await database.prisma.operation.deleteMany();
    hub.close();
    rmSync(directory, { recursive: true });
  });
  afterAll(async () => {
    await events.close();
    await database.close();
  });

  const put = (file: Omit<HubFixtureFile, 'bytes'> & { readonly bytes?: Buffer }): void => hub.put('/ada/tiny/resolve/main/tiny.gguf', { bytes: model, ...file });
  /** The downloads of one process. */
  const instance = ({ endpoint = hub.url, token, isWorking = true, silenceMs = 10_000, now }: InstanceOptions = {}) => {
    const operations = createOperations({ database, events, logger, pollMs: 20, retryMs: 5 });
    const folder = createModelFolder(directory);
    const service = createDownloadService({
      operations, folder, clock: now === undefined ? systemClock : { now: () => now },
      repository: createDownloadRepository(database, operations),
      hub: createHub({ endpoint, token: token ?? null, silenceMs }),
      hasModel: (id) => folder.has(id),
    });
    started.push(operations);
    if (isWorking) operations.start();
    return { service, folder, operations };
  };
  type Instance = ReturnType<typeof instance>;
  /** A download that has got 5000 bytes and waits for more. */
  const heldDownload = async ({ service }: Instance) => {
    const held = new Promise<() => void>((resolve) => hub.mischief.push({ kind: 'whole' }, { kind: 'hold', after: 5_000, isHeld: resolve }));
    const { id } = await service.start(admin, source);
    const cut = await held;
    for await (const progress of service.watch(id, new AbortController().signal)) if (progress.receivedBytes > 0) return { id, cut, progress };
    throw new Error('The download has ended');
  };

  return {
    get hub() {
      return hub;
    },
    put, instance, heldDownload,
    download: async (from: Instance = instance(), what: typeof source & { readonly revision?: string } = source): Promise<ModelDownload> => finished(from, (await from.service.start(admin, what)).id),
    pathOf: (...names: readonly string[]): string => path.join(directory, ...names),
    models: (): readonly string[] => readdirSync(directory).filter((name) => name.endsWith('.gguf')),
    partials: (): readonly string[] => readdirSync(path.join(directory, '.partial')),
  };
}
