import type { Run } from '../execution/run.ts';
import { JsonText } from './json-text.ts';
import { createJsonWriter, type WriteObject } from './json-writer.ts';
import type { ObjectShape } from './response-shape.ts';

/**
 * Writes an answer as JSON text, without building it. It only knows answers without a flaw: null when something is not as the schema says, and the object sink has to
 * decide what becomes null. Null also for the first answers, because its code is only worth making for an operation that comes back.
 */
export type JsonSink = (run: Pick<Run, 'data' | 'errors' | 'variables'>) => string | null;

const runsWithoutCode = 2;

const brace = 0x7b;
const closingBrace = 0x7d;

/** Nothing waits while a text is written, so that one buffer serves them all. */
const text = new JsonText();

/** The sink of one shape. */
export function createJsonSink(shape: ObjectShape): JsonSink {
  let runs = 0;
  let write: WriteObject | null = null;
  return ({ data, errors, variables }) => {
    if (write === null) {
      if (runs++ < runsWithoutCode) return null;
      write = createJsonWriter(shape);
    }
    text.begin();
    text.open(brace);
    text.key('data');
    write(data ?? {}, text, variables);
    if (text.flawed) return null;
    if (errors.length > 0) {
      text.key('errors');
      text.raw(JSON.stringify(errors));
    }
    text.close(closingBrace);
    return text.finish();
  };
}
