import type { Logger } from '#kernel/logging';
import type { GraphEngine } from '../../engine/index.ts';
import type { Documents } from './documents.ts';

/** Keeps the trusted documents planned: from the start, and after each reload of the graph. */
export interface PlannedDocuments {
  /** Reads the manifest again, and plans what is new in it. @throws DomainError BAD_USER_INPUT, as a rejection; the one before stays */
  reload(): Promise<void>;
  /** True, or why the first requests would have to wait. */
  ready(): true | string;
  stop(): void;
}

interface Options {
  readonly documents: Documents;
  readonly engine: Pick<GraphEngine, 'prepare' | 'onReload'>;
  readonly logger: Logger;
}

/** Begins at once. A document that does not fit the graph is logged, and refused when it is asked for. */
export function planDocuments({ documents, engine, logger }: Options): PlannedDocuments {
  let isPlanned = false;

  const plan = async (): Promise<void> => {
    for (const query of documents.trusted()) {
      const preparation = await engine.prepare({ query });
      if (preparation.kind === 'refused') {
        logger.warn({ document: query.slice(0, 200), reasons: preparation.errors.map(({ message }) => message) }, 'a trusted document does not fit the graph');
      }
      // Requests that came in the meantime go first.
      await new Promise(setImmediate);
    }
    isPlanned = true;
  };
  const reload = async (): Promise<void> => {
    documents.reload();
    await plan();
  };
  const report = (error: unknown): void => logger.error({ error }, 'the manifest of trusted documents stays as it was');

  plan().catch(report);
  const stop = engine.onReload(() => void reload().catch(report));
  return { reload, ready: () => isPlanned || 'the trusted documents are being planned', stop };
}
