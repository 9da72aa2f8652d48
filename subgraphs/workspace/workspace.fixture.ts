import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { graphql, parse, subscribe, type ExecutionResult } from 'graphql';
import { cancellationOf, createRequestContext, type RequestContext } from '#kernel/context';
import { DomainError } from '#kernel/errors';
import { createLogger } from '#kernel/logging';
import { scopesOf, toSubject, type Principal } from '#kernel/principal';
import { createTenantDisk } from '#platform/tenant-disk';
import type { Database } from '#kernel/database';
import { createTestDatabase } from '../../tests/testkit/database.ts';
import { createWorkspaceSubgraph } from './index.ts';

const logger = createLogger({ level: 'silent' });
const principal = (id: number, role = 'developer'): Principal => ({ subject: toSubject('cds', id), assurance: 'verified', role, scopes: scopesOf('cds', role), session: null });

export const alice = principal(1);
export const bob = principal(2);
export const admin = principal(3, 'admin');
/** May not do anything here. */
export const stranger: Principal = { ...principal(4), scopes: scopesOf('cb', 'developer') };

export interface As {
  /** Alice when it is left out; null for nobody. */
  readonly as?: Principal | null;
  readonly signal?: AbortSignal;
}

export interface WorldOptions {
  readonly maxBytes?: number;
  readonly maxFiles?: number;
  /** Shared with another process of the installation. */
  readonly database?: Database;
  readonly folder?: string;
  readonly must?: boolean;
  readonly patienceMs?: number;
}

/** The workspace domain on a database and a disk of its own, through its schema. Close it when done. */
export async function createWorkspaceWorld({ maxBytes = 1_000_000, maxFiles = 1_000, database: shared, folder: sharedFolder, must = true, patienceMs }: WorldOptions = {}) {
  const database = shared ?? (await createTestDatabase());
  const folder = sharedFolder ?? fs.mkdtempSync(path.join(os.tmpdir(), 'pentagraph-workspace-'));
  const disk = createTenantDisk({ folder: path.join(folder, 'tenants'), limits: { maxBytes, maxFiles } });
  const subgraph = createWorkspaceSubgraph({ config: { folder, workspace: { maxBytes, maxFiles } }, database, disk, logger });
  await subgraph.start({ must, ...(patienceMs !== undefined && { patienceMs }) });

  const contextOf = ({ as = alice, signal }: As): RequestContext => subgraph.createContext(createRequestContext({ principal: as, ...(signal !== undefined && { cancellation: cancellationOf(signal) }) }));
  const run = async (source: string, variables: object = {}, as: As = {}): Promise<ExecutionResult> =>
    graphql({ schema: subgraph.schema, source, variableValues: Object.fromEntries(Object.entries(variables)), contextValue: contextOf(as) });

  return {
    database, disk, folder, subgraph,
    /** The data of an answer that must be whole, as plain JSON. @throws the refusal */
    ask: async (source: string, variables: object = {}, as: As = {}) => dataOf(await run(source, variables, as)),
    /** The refusal of a request; null when it was answered. */
    refusal: async (source: string, variables: object = {}, as: As = {}) => refusalOf(await run(source, variables, as)),
    /** Opens a stream. @throws the refusal */
    async follow(source: string, variables: object = {}, as: As = {}) {
      const stream = await subscribe({ schema: subgraph.schema, document: parse(source), variableValues: Object.fromEntries(Object.entries(variables)), contextValue: contextOf(as) });
      if (!(Symbol.asyncIterator in stream)) throw stream.errors?.[0]?.originalError ?? new Error('No stream');
      return {
        async next() {
          const { done, value } = await stream.next();
          return done === true ? null : dataOf(value).workspaceChanged;
        },
        async close() {
          await stream.return();
        },
      };
    },
    /** The folder of Alice. */
    rootOf: async (as: Principal = alice) => (await disk.folderOf(as.subject)).folder,
    /** Contents that are stored. */
    stored: () => fs.readdirSync(path.join(folder, 'contents'), { recursive: true, encoding: 'utf8' }).filter((name) => name.length > 2).map((name) => path.basename(name)),
    async close(): Promise<void> {
      await subgraph.stop();
      if (shared === undefined) await database.close();
      if (sharedFolder === undefined) fs.rmSync(folder, { recursive: true, force: true });
    },
  };
}

export type WorkspaceWorld = Awaited<ReturnType<typeof createWorkspaceWorld>>;

interface Page<TNode> {
  readonly nodes: readonly TNode[];
  readonly edges: readonly { readonly cursor: string }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly hasPreviousPage: boolean; readonly endCursor: string | null };
  readonly totalCount: number;
}

interface FileData {
  readonly id: string;
  readonly path: string;
  readonly name: string;
  readonly type: string;
  readonly size: number;
  readonly content: string | null;
}

interface VersionData {
  readonly version: number;
  readonly size: number;
  readonly content: string;
}

interface ProjectFileData extends VersionData {
  readonly path: string;
  readonly sha256: string;
  readonly createdAt: string;
  readonly versions: Page<VersionData>;
}

interface ProjectData {
  readonly id: string;
  readonly totalBytes: number;
  readonly fileCount: number;
  readonly files: Page<ProjectFileData>;
  readonly file: ProjectFileData | null;
}

/** What an answer holds of this domain: the part that was asked for. */
export interface WorkspaceData {
  readonly workspace: { readonly usedBytes: number; readonly fileCount: number };
  readonly workspaceFile: FileData;
  readonly workspaceFiles: Page<FileData>;
  readonly writeWorkspaceFile: { readonly file: FileData };
  readonly project: ProjectData | null;
  readonly projects: Page<ProjectData>;
  readonly projectArchive: string;
  readonly createProject: { readonly project: ProjectData };
  readonly importProject: { readonly project: ProjectData };
  readonly saveProjectFile: { readonly file: ProjectFileData };
  readonly deleteProjectFile: { readonly path: string; readonly project: ProjectData };
  readonly restoreProjectFile: { readonly file: ProjectFileData };
  readonly workspaceChanged: { readonly type: string; readonly path: string };
  readonly _entities: readonly unknown[];
}

function dataOf({ data, errors }: ExecutionResult): WorkspaceData {
  const [error] = errors ?? [];
  if (error !== undefined) throw error.originalError ?? error;
  // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- the schema has checked its shape
  return JSON.parse(JSON.stringify(data)) as WorkspaceData;
}

function refusalOf({ errors }: ExecutionResult): { readonly code: string; readonly details: Readonly<Record<string, unknown>> } | null {
  const [error] = errors ?? [];
  if (error === undefined) return null;
  const fault = error.originalError;
  return DomainError.isInstance(fault) ? { code: fault.code, details: fault.details } : { code: `GRAPHQL ${error.message}`, details: {} };
}
