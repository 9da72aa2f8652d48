import type { GraphOutcome, IncrementalPart } from '#kernel/graph-port';
import type { Logger } from '#kernel/logging';
import type { WaitingPart } from '../answer/object-sink.ts';
import { readAnswer } from '../answer/outcome.ts';
import { pathOf } from '../answer/place.ts';
import type { Data } from '../data.ts';
import type { Deferral, Run } from '../execution/run.ts';
import { faultRefusal } from '../fault-refusal.ts';
import type { Begun } from '../runnable-operation.ts';
import { createPartErrors } from './part-errors.ts';

/** How the parts of an answer come about. */
export interface PartsOptions {
  readonly deferral: Deferral;
  /** The labels that the client gave, by ours. */
  readonly labels: ReadonlyMap<string, string | undefined>;
  readonly logger: Logger;
}

/**
 * The answer of one run in parts (incremental delivery, draft of 2022-08-24): what is not deferred comes first, then each deferred fragment at each
 * of its places, as soon as its fetches have ended and what it is a part of was answered.
 */
export async function* answersInParts({ run, variant }: Begun, options: PartsOptions): AsyncGenerator<GraphOutcome<Data>, undefined> {
  try {
    await variant.step?.(run);
  } catch (fault) {
    yield { errors: [faultRefusal(fault, run.scope.context, options.logger)] };
    return undefined;
  }
  if (variant.introspect !== null) Object.assign(run.data ?? {}, variant.introspect(run.variables));

  const reader = createPartsReader(run, options);
  yield reader.first({ label: null, sink: variant.object, data: run.data ?? {}, place: undefined });
  while (reader.hasNext()) {
    const next = reader.next();
    if (next === null) await options.deferral.nextEnd();
    else yield next;
  }
  return undefined;
}

/** A part that is being answered; what is not deferred has no label. */
interface Part extends Omit<WaitingPart, 'label'> {
  readonly label: string | null;
}

interface PartsReader {
  first(part: Part): GraphOutcome<Data>;
  /** All parts that are ready, in one; null when none is. */
  next(): GraphOutcome<Data> | null;
  hasNext(): boolean;
}

function createPartsReader(run: Run, { deferral, labels, logger }: PartsOptions): PartsReader {
  const errors = createPartErrors();
  const ended = new Set<string>();
  let waiting: WaitingPart[] = [];

  /** The data of a part; fragments that are deferred within it wait from now on. */
  const read = (part: Part): Data | null => {
    const known = errors.all();
    const partRun: Run = { ...run, errors: [...known] };
    const data = readAnswer(partRun, { ...part, waiting }, logger);
    errors.add(partRun.errors.slice(known.length), part.label);
    return data;
  };

  const end = (label: string): boolean => {
    const state = deferral.stateOf(label);
    if (state === 'running') return false;
    if (state !== 'nothing to do' && !ended.has(label)) {
      ended.add(label);
      errors.add(state.run.errors, label);
      if (state.fault !== undefined) errors.add([faultRefusal(state.fault, run.scope.context, logger)], label);
    }
    return true;
  };

  const errorsOf = ({ label, place }: Part, data: Data | null, isLast: boolean): Pick<GraphOutcome<Data>, 'errors'> => {
    const found = errors.take({ label, path: pathOf(place), data, isLast });
    return found.length === 0 ? {} : { errors: found };
  };

  return {
    first(part) {
      errors.add(run.errors, null);
      const data = read(part);
      return { data, ...errorsOf(part, data, waiting.length === 0), hasNext: waiting.length > 0 };
    },
    next() {
      const before = waiting;
      const ready = before.filter(({ label }) => end(label));
      if (ready.length === 0) return null;
      waiting = before.filter((part) => !ready.includes(part));
      const read_ = ready.map((part) => ({ part, data: read(part) }));
      const incremental = read_.map(({ part, data }, index): IncrementalPart => {
        const label = labels.get(part.label);
        return { path: pathOf(part.place), ...(label !== undefined && { label }), data, ...errorsOf(part, data, waiting.length === 0 && index === read_.length - 1) };
      });
      return { incremental, hasNext: waiting.length > 0 };
    },
    hasNext: () => waiting.length > 0,
  };
}
