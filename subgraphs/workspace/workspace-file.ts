import type { Subject } from '#kernel/principal';
import type { DiskEntry } from '#platform/tenant-disk';
import { toSubject } from './access.ts';

/** A name in the workspace of a user. */
export interface WorkspaceFileModel extends DiskEntry {
  readonly owner: Subject;
}

/** The opaque id of a path of an owner. */
export const toFileId = ({ owner, path }: Pick<WorkspaceFileModel, 'owner' | 'path'>): string => Buffer.from(JSON.stringify([owner, path])).toString('base64url');

/** What an id names; null for a text that is none. */
export function parseFileId(id: string): { readonly owner: Subject; readonly path: string } | null {
  try {
    const parts: unknown = JSON.parse(Buffer.from(id, 'base64url').toString());
    if (!Array.isArray(parts) || parts.length !== 2) return null;
    const [owner, path] = parts.map(String);
    const subject = toSubject(owner ?? '');
    return subject === null || path === undefined || toFileId({ owner: subject, path }) !== id ? null : { owner: subject, path };
  } catch {
    return null;
  }
}
