import type { MicroExecution, MicroOutput } from './micro.ts';
import { createExecutionRecord, type ExecutionRecord } from './execution-record.ts';
import type { KernelListener } from './kernel.ts';
import { microLimits } from './limits.ts';
import { createOutputWatchers } from './output-watchers.ts';

/** What a session writes and shows, for the execution that it belongs to and for those who watch. */
export interface SessionOutput {
  /** For the kernel. */
  readonly listener: KernelListener;
  /** Takes what belongs to the execution that ends now. What comes from now on, also between executions, belongs to the next. */
  take(): ExecutionRecord;
  /** Tells those who watch how an execution has ended. */
  tellEnd(execution: MicroExecution): void;
  /** @throws DomainError LIMIT_REACHED */
  watch(signal: AbortSignal): AsyncIterableIterator<MicroOutput>;
  end(): void;
}

/** The output of a session that has executed nothing yet; `onFlood` is called when it writes far more than is kept. */
export function createSessionOutput({ sessionId, onFlood }: { readonly sessionId: string; readonly onFlood: () => void }): SessionOutput {
  const watchers = createOutputWatchers();
  let record = createExecutionRecord(1);
  const event = (parts: Partial<MicroOutput>): MicroOutput => ({ sessionId, count: record.count, stream: null, text: '', display: null, execution: null, ...parts });

  return {
    listener: {
      onText(stream, text) {
        const kept = record.addText(stream, text);
        if (kept !== '') watchers.tell(event({ stream, text: kept }), kept.length);
        if (record.writtenBytes > microLimits.floodBytes) onFlood();
      },
      onDisplay(data, bytes) {
        if (record.addDisplay(data, bytes)) watchers.tell(event({ display: { data } }), bytes);
      },
    },
    take() {
      const taken = record;
      record = createExecutionRecord(taken.count + 1);
      return taken;
    },
    tellEnd: (execution) => watchers.tell(event({ count: execution.count, execution }), 0),
    watch: (signal) => watchers.watch(signal),
    end: () => watchers.end(),
  };
}
