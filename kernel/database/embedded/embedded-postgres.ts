import { createHash } from 'node:crypto';
import { rmdirSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { DomainError } from '#kernel/errors';
import type { Logger } from '#kernel/logging';
import { prepareCluster } from './cluster.ts';
import { launchPostmaster, readPostmasterNote, stopPostmaster, type Postmaster, type PostmasterOptions, type ServerSettings } from './postmaster.ts';
import { enterServer, type Presence } from './presence.ts';
import { preparePrograms } from './programs.ts';
import { openFolder, ownFolder, serverAccount } from './server-account.ts';

/** A PostgreSQL server of this installation, shared by every process that uses the same data folder. */
export interface EmbeddedPostgres {
  /** True when this call started the server: nobody else was using it. */
  readonly started: boolean;
  /** The URL of a database of this server; the database need not exist yet. */
  urlOf(database: string): string;
  /** Leaves the server; whoever leaves last stops it. */
  stop(): Promise<void>;
}

export interface EmbeddedPostgresOptions {
  readonly dataDir: string;
  readonly logger: Logger;
  /** Settings of PostgreSQL for a server that this call starts. */
  readonly settings?: ServerSettings;
}

const patienceMs = 60_000;
const mostLaunches = 10;

/**
 * Starts the PostgreSQL that npm installed, or joins the one that already serves this data folder: also after a crash, as root, and from a checkout that only
 * its owner can read. A server that goes away is started again.
 * @throws DomainError UNAVAILABLE with the reason
 */
export async function startEmbeddedPostgres({ dataDir, logger, settings = {} }: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const options = prepare(dataDir, settings);
  let entering = enter(options);
  let stay = await entering;
  let stopping = false;
  logger.info({ component: 'postgres', data: options.data, started: stay.started }, stay.started ? 'PostgreSQL started' : 'PostgreSQL was running');

  const keep = async (): Promise<void> => {
    await stay.presence.lost;
    while (!stopping) {
      logger.error({ component: 'postgres' }, 'PostgreSQL has stopped; starting it again');
      entering = enter(options);
      try {
        stay = await entering;
        await stay.presence.lost;
      } catch (error) {
        // What is in its way, such as a full disk, may be cleared: this process is of no use without it.
        logger.fatal({ component: 'postgres', err: error }, 'PostgreSQL cannot be started; trying again');
      }
    }
  };
  void keep();

  return {
    started: stay.started,
    urlOf: (database) => `postgresql://postgres@localhost/${encodeURIComponent(database)}?host=${encodeURIComponent(stay.socketFolder)}`,
    async stop() {
      stopping = true;
      const entered = await entering.catch(() => null);
      if (entered === null) return;
      const { presence } = entered;
      const note = readPostmasterNote(options.data);
      if (!(await presence.leave()) || note === null) return;
      await stopPostmaster(note.pid);
      removeIfEmpty(note.socketFolder);
    },
  };
}

function prepare(dataDir: string, settings: ServerSettings): PostmasterOptions {
  const account = serverAccount();
  openFolder(dataDir);
  const programs = preparePrograms({ dataDir, account });
  const folder = ownFolder(path.join(dataDir, 'pg'), account);
  const data = prepareCluster({ programs, account, folder });
  return { postgres: programs.postgres, account, data, socketFolder: socketFolderOf(data), logFile: path.join(folder, 'server.log'), settings };
}

/** A server that is just being started here keeps its folder. */
function removeIfEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // somebody uses it again
  }
}

/** Short, because the path of a socket may have 107 bytes at most. */
const socketFolderOf = (data: string): string =>
  path.join(os.tmpdir(), `pentagraph-${process.getuid?.() ?? 0}-${createHash('sha256').update(data).digest('hex').slice(0, 8)}`);

/** Of several that are launched at once one serves; the others need a moment to see that, and end. */
const isServer = (data: string, postmaster: Postmaster | undefined): boolean => postmaster?.pid !== undefined && readPostmasterNote(data)?.pid === postmaster.pid;

interface Stay {
  readonly presence: Presence;
  readonly socketFolder: string;
  readonly started: boolean;
}

async function enter(options: PostmasterOptions): Promise<Stay> {
  const deadline = performance.now() + patienceMs;
  let postmaster: Postmaster | undefined;
  for (let launches = 0; launches <= mostLaunches && performance.now() < deadline; ) {
    const socketFolder = readPostmasterNote(options.data)?.socketFolder ?? options.socketFolder;
    const outcome = await enterServer(socketFolder);
    if (typeof outcome !== 'string') return { presence: outcome, socketFolder, started: isServer(options.data, postmaster) };
    if (outcome === 'absent' && postmaster?.running() !== true) {
      // After a crash the children of the old server need a moment to go; until then a new one refuses to start.
      await delay(100 * launches);
      launches += 1;
      ownFolder(options.socketFolder, options.account);
      postmaster = launchPostmaster(options);
    }
    await delay(10);
  }
  throw new DomainError('UNAVAILABLE', `PostgreSQL did not start: ${postmaster?.log().trim().slice(-800) ?? 'it is there but does not answer'}`);
}
