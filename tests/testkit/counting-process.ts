import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { connectDatabase } from '#kernel/database';
import { createEvents } from '#kernel/events';
import { createLogger } from '#kernel/logging';
import { createOperations } from '#platform/operations';

// A process that runs operations of the kind `count` on the database of its argument and saves its place after every step. It is there to be killed.
const url = process.argv[2] ?? '';
const logger = createLogger({ level: 'silent' });
const database = connectDatabase({ url, logger });
const events = await createEvents({ database, logger });
const operations = createOperations({ database, events, logger, leaseMs: 600 });
const place = z.object({ step: z.number() }).nullable();

operations.register('count', async ({ resumeToken, saveResumeToken, signal }) => {
  for (let step = (place.parse(resumeToken)?.step ?? 0) + 1; ; step += 1) {
    signal.throwIfAborted();
    await saveResumeToken({ step });
    process.send?.({ step });
    await delay(20);
  }
});
operations.start();
