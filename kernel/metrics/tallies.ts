import { Counter, Histogram, type CounterConfiguration, type HistogramConfiguration } from 'prom-client';

type Labels<Name extends string> = Readonly<Record<Name, string | number>>;

/** Adds to what is counted or observed under one set of labels. */
export type Tally = (value: number) => void;

const keyOf = (labels: Readonly<Record<string, string | number>>): string => JSON.stringify(Object.values(labels));

interface Sum<Name extends string> {
  readonly labels: Labels<Name>;
  readonly add: Tally;
  pending: number;
}

/** A counter for hot paths. Its children are plain sums until metrics are read: prom-client checks, spells and hashes the labels for each increment. */
export class TallyCounter<Name extends string> extends Counter<Name> {
  readonly #sums: Map<string, Sum<Name>>;

  constructor(configuration: Omit<CounterConfiguration<Name>, 'collect'>) {
    const sums = new Map<string, Sum<Name>>();
    super({
      ...configuration,
      collect() {
        for (const sum of sums.values()) {
          this.inc(sum.labels, sum.pending);
          sum.pending = 0;
        }
      },
    });
    this.#sums = sums;
  }

  /** Counts under these labels, given in one order always; shown from now on, with 0 at first. To be kept by who counts often. */
  child(labels: Labels<Name>): Tally {
    const known = this.#sums.get(keyOf(labels));
    if (known !== undefined) return known.add;
    const sum: Sum<Name> = { labels, pending: 0, add: (count) => void (sum.pending += count) };
    this.#sums.set(keyOf(labels), sum);
    return sum.add;
  }
}

interface Distribution<Name extends string> {
  readonly labels: Labels<Name>;
  readonly add: Tally;
  /** How many were at most each bound and more than the one before; at last those beyond all. */
  readonly counts: number[];
  sum: number;
}

/** A histogram for hot paths: an observation of a child is a search and two additions. Only children observe. */
export class TallyHistogram<Name extends string> extends Histogram<Name> {
  readonly #name: string;
  readonly #help: string;
  readonly #bounds: readonly number[];
  readonly #distributions = new Map<string, Distribution<Name>>();

  constructor(configuration: Omit<HistogramConfiguration<Name>, 'collect' | 'buckets'> & { readonly buckets: readonly number[] }) {
    super({ ...configuration, buckets: [...configuration.buckets] });
    this.#name = configuration.name;
    this.#help = configuration.help;
    this.#bounds = [...configuration.buckets];
  }

  /** Observes under these labels, given in one order always; shown from now on. To be kept by who observes often. */
  child(labels: Labels<Name>): Tally {
    const known = this.#distributions.get(keyOf(labels)) ?? this.#begin(labels);
    return known.add;
  }

  #begin(labels: Labels<Name>): Distribution<Name> {
    const bounds = this.#bounds;
    const counts = Array.from({ length: bounds.length + 1 }, () => 0);
    const add = (value: number): void => {
      let bar = 0;
      while (bar < bounds.length && value > (bounds[bar] ?? 0)) bar += 1;
      counts[bar] = (counts[bar] ?? 0) + 1;
      distribution.sum += value;
    };
    const distribution: Distribution<Name> = { labels, counts, sum: 0, add };
    this.#distributions.set(keyOf(labels), distribution);
    return distribution;
  }

  /** What prom-client 15 asks a histogram for whenever it is read. */
  async getForPromString() {
    return { name: this.#name, help: this.#help, type: 'histogram', aggregator: 'sum', values: [...this.#distributions.values()].flatMap((distribution) => this.#valuesOf(distribution)) };
  }

  #valuesOf({ labels: sharedLabels, counts, sum }: Distribution<Name>) {
    let count = 0;
    const bars = counts.map((inBar, index) => {
      count += inBar;
      return { metricName: `${this.#name}_bucket`, labels: { le: this.#bounds[index] ?? '+Inf' }, sharedLabels, value: count };
    });
    return [...bars, { metricName: `${this.#name}_sum`, labels: {}, sharedLabels, value: sum }, { metricName: `${this.#name}_count`, labels: {}, sharedLabels, value: count }];
  }
}
