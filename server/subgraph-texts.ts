import type { SubgraphText } from '#gateway';
import type { Logger } from '#kernel/logging';

/** The subgraphs as they are now. */
export interface SubgraphTexts {
  /** True when some of them are elsewhere, and can change. */
  readonly canChange: boolean;
  read(): Promise<readonly SubgraphText[]>;
}

/** Reads the SDL of a subgraph that is elsewhere. Rejects when it cannot be reached. */
export interface RemoteSchema {
  readSdl(): Promise<string>;
}

/** The subgraphs as they are: those of this version, but those elsewhere as they say. One that cannot be reached is as it was. */
export function createSubgraphTexts(own: readonly SubgraphText[], remotes: ReadonlyMap<string, RemoteSchema>, logger: Logger): SubgraphTexts {
  const known = new Map<string, string>();

  const read = async ({ name, sdl }: SubgraphText): Promise<SubgraphText> => {
    const remote = remotes.get(name);
    if (remote !== undefined) {
      try {
        known.set(name, await remote.readSdl());
      } catch (fault) {
        logger.debug({ subgraph: name, err: fault }, 'the schema of a subgraph cannot be read now');
      }
    }
    return { name, sdl: known.get(name) ?? sdl };
  };

  return { canChange: remotes.size > 0, read: () => Promise.all(own.map(read)) };
}
