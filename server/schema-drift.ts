import type { SubgraphText } from '#gateway';
import { Gauge, type Metrics } from '#kernel/metrics';
import type { SubgraphTexts } from './subgraph-texts.ts';

/** Compares subgraphs elsewhere with what a served supergraph was composed of. */
export interface DriftWatch {
  /** Looks at all of them; only what has changed since the last look takes any work. */
  look(served: string): Promise<void>;
  /** True, or in words which of them are not as the supergraph has them. */
  drift(): true | string;
}

export interface DriftWatchOptions {
  /** As this version has them. */
  readonly own: readonly SubgraphText[];
  readonly subgraphs: SubgraphTexts;
  readonly compose: (subgraphs: readonly SubgraphText[]) => Promise<string>;
  readonly metrics: Metrics;
}

/** A subgraph has drifted when the supergraph that is composed with it is another one: only what it says counts, not how it spells it. */
export function createDriftWatch({ own, subgraphs, compose, metrics }: DriftWatchOptions): DriftWatch {
  const drifted = new Gauge({ name: 'graph_subgraph_drifted', help: 'Whether a subgraph elsewhere has another schema than the served supergraph', labelNames: ['subgraph'], registers: [metrics] });
  const fits = new Map<string, { readonly of: string; readonly fits: boolean }>();

  const fitsIn = async (text: SubgraphText, served: string): Promise<boolean> => {
    try {
      return (await compose(own.map((other) => (other.name === text.name ? text : other)))).trim() === served;
    } catch {
      return false;
    }
  };

  return {
    async look(served) {
      if (!subgraphs.canChange) return;
      for (const text of await subgraphs.read()) {
        const of = `${served}\n${text.sdl}`;
        const isOwn = own.some((other) => other.name === text.name && other.sdl === text.sdl);
        if (isOwn) fits.delete(text.name);
        else if (fits.get(text.name)?.of !== of) fits.set(text.name, { of, fits: await fitsIn(text, served) });
        drifted.set({ subgraph: text.name }, fits.get(text.name)?.fits === false ? 1 : 0);
      }
    },
    drift() {
      const names = [...fits].filter(([, found]) => !found.fits).map(([name]) => name);
      return names.length === 0 ? true : `another schema than this graph serves: ${names.join(', ')}`;
    },
  };
}
