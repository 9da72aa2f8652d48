import type { RequestContext } from '#kernel/context';
import type { AgentService } from './agent-service.ts';
import type { RecordingService } from './recording-service.ts';
import type { Registry } from './registry.ts';
import type { Serving } from './serving.ts';
import type { StepService } from './step-service.ts';
import type { VersionService } from './version-service.ts';

/** The rules of this domain, for its resolvers. */
export interface PoliciesServices {
  readonly registry: Registry;
  readonly agents: AgentService;
  readonly steps: StepService;
  readonly versions: VersionService;
  readonly recordings: RecordingService;
  /** Its signal ends every stream. */
  readonly serving: Pick<Serving, 'signal'>;
}

/** What the resolvers of this domain get. Everything is in memory, so there is nothing to load in batches. */
export type PoliciesContext = RequestContext & PoliciesServices;
