import DataLoader from 'dataloader';
import type { ProjectRepository } from './project-repository.ts';

/** Bytes and files of a project. */
export interface ProjectTotals {
  readonly bytes: number;
  readonly files: number;
}

/** Batched look-ups. */
export interface WorkspaceLoaders {
  readonly totals: DataLoader<string, ProjectTotals>;
}

const none: ProjectTotals = { bytes: 0, files: 0 };

/** Nothing is remembered: what was asked for earlier may have changed. */
export function createWorkspaceLoaders({ projects }: { readonly projects: Pick<ProjectRepository, 'totals'> }): WorkspaceLoaders {
  return {
    totals: new DataLoader(async (ids) => {
      const totals = await projects.totals([...new Set(ids)]);
      return ids.map((id) => totals.get(id) ?? none);
    }, { cache: false }),
  };
}
