import type { RequestContext } from '#kernel/context';
import { DomainError } from '#kernel/errors';
import { toConnection, toPageBounds, type Connection, type PageOrder, type PageRequest } from '#kernel/pagination';
import { maySee } from '../access.ts';
import type { LiveRuns } from './live-runs.ts';
import { toRunFacts, type RunFacts } from './run-facts.ts';
import type { RunHead, RunPosition, RunRepository, RunState } from './run-repository.ts';

/** A page of runs. */
export type RunPage = Connection<RunFacts> & { readonly totalCount: number };

export interface RunPageRequest extends PageRequest {
  readonly state?: RunState | null | undefined;
}

/** Runs as they are now, live or stored. */
export interface RunArchive {
  /** Null when there is none, or none that the caller may see. */
  find(caller: RequestContext, id: string): Promise<RunFacts | null>;
  /** @throws DomainError NOT_FOUND */
  require(caller: RequestContext, id: string): Promise<RunFacts>;
  /** Newest first. @throws DomainError BAD_USER_INPUT */
  page(owner: string, request: RunPageRequest): Promise<RunPage>;
}

const uuidPattern = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/u;
const byAge: PageOrder<RunFacts, RunPosition> = {
  valuesOf: ({ createdAt, id }) => [createdAt.toISOString(), id],
  positionOf([time = '', id = '']) {
    const createdAt = new Date(time);
    return uuidPattern.test(id) && !Number.isNaN(createdAt.getTime()) ? { createdAt, id } : null;
  },
};

/** The archive over a store and what is live. */
export function createRunArchive({ repository, live }: { readonly repository: Pick<RunRepository, 'find' | 'findTexts' | 'page' | 'count'>; readonly live: Pick<LiveRuns, 'get'> }): RunArchive {
  const toFacts = (row: RunHead): RunFacts => live.get(row.id)?.facts() ?? toRunFacts(row, () => repository.findTexts(row.id));

  async function find(caller: RequestContext, id: string): Promise<RunFacts | null> {
    const found = live.get(id)?.facts() ?? (await stored(id));
    return found !== null && maySee(caller, found.owner) ? found : null;
  }

  async function stored(id: string): Promise<RunFacts | null> {
    const row = uuidPattern.test(id) ? await repository.find(id) : null;
    return row === null ? null : toFacts(row);
  }

  return {
    find,
    async require(caller, id) {
      const found = await find(caller, id);
      if (found === null) throw new DomainError('NOT_FOUND', 'There is no such run', { details: { field: 'runId' } });
      return found;
    },
    async page(owner, { state = null, ...request }) {
      const bounds = toPageBounds(request, byAge);
      const [rows, totalCount] = await Promise.all([
        repository.page(owner, { state, after: bounds.after, offset: bounds.offset, limit: bounds.size + 1 }),
        repository.count(owner, state),
      ]);
      return { ...toConnection(rows.map(toFacts), bounds, byAge), totalCount };
    },
  };
}
