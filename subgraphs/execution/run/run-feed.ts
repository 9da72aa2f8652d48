import { DomainError } from '#kernel/errors';
import { createTokenStream } from '#platform/token-stream';
import type { OutputPiece, OutputStream } from './kept-output.ts';
import { runLimits } from './limits.ts';
import type { RunFacts, RunTexts } from './run-facts.ts';

/** What a run wrote, or how it ended. */
export interface RunEvent {
  readonly runId: string;
  readonly stream: OutputStream | null;
  readonly text: string;
  readonly run: RunFacts | null;
}

type Follower = ReturnType<typeof createTokenStream<RunEvent>>;

/** Those who follow one run. */
export interface RunFeed {
  tell(piece: OutputPiece): void;
  /** What was written already first, then the rest, until the run has ended. @throws DomainError LIMIT_REACHED */
  follow(written: RunTexts, signal: AbortSignal): AsyncIterableIterator<RunEvent>;
  end(run: RunFacts): void;
}

/** Texts of both streams that wait for a slow reader, in turns; each of them is bounded by what is kept of a run. */
const mostWaiting = 1_024;

const pieceEvent = (runId: string, { stream, text }: OutputPiece): RunEvent => ({ runId, stream, text, run: null });
const toPieces = ({ stdout, stderr }: RunTexts): readonly OutputPiece[] => [{ stream: 'STDOUT' as const, text: stdout }, { stream: 'STDERR' as const, text: stderr }].filter(({ text }) => text !== '');
const endEvent = (run: RunFacts): RunEvent => ({ runId: run.id, stream: null, text: '', run });
const merge = (waiting: RunEvent, next: RunEvent): RunEvent | undefined => (next.stream !== null && waiting.stream === next.stream ? { ...waiting, text: waiting.text + next.text } : undefined);

/** A feed that nobody follows yet. */
export function createRunFeed(runId: string): RunFeed {
  const followers = new Set<Follower>();
  return {
    tell(piece) {
      for (const follower of followers) follower.push(pieceEvent(runId, piece));
    },
    follow(written, signal) {
      if (followers.size >= runLimits.watchers) throw new DomainError('LIMIT_REACHED', `At most ${runLimits.watchers} may follow a run`);
      const stream = openStream(signal, () => followers.delete(stream));
      followers.add(stream);
      for (const piece of toPieces(written)) stream.push(pieceEvent(runId, piece));
      return stream;
    },
    end(run) {
      for (const follower of followers) finish(follower, run);
      followers.clear();
    },
  };
}

/** The whole of a run that has ended. */
export function replayRun(run: RunFacts, texts: RunTexts, signal: AbortSignal): AsyncIterableIterator<RunEvent> {
  const stream = openStream(signal, () => undefined);
  for (const piece of toPieces(texts)) stream.push(pieceEvent(run.id, piece));
  finish(stream, run);
  return stream;
}

function openStream(signal: AbortSignal, onCancel: () => void): Follower {
  const stream = createTokenStream<RunEvent>({ merge, limit: mostWaiting, onCancel });
  const leave = (): void => void stream.return();
  if (signal.aborted) leave();
  else signal.addEventListener('abort', leave, { once: true });
  return stream;
}

function finish(stream: Follower, run: RunFacts): void {
  stream.push(endEvent(run));
  stream.end();
}
