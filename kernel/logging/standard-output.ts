import { pino, type DestinationStream } from 'pino';

/** A block is handed on when it has this many characters, or at the end of the turn of the event loop. */
const blockLength = 8_192;

/**
 * Standard output for log lines, one for all logs of the process: written in blocks off the event loop, a quarter of a second late at most, and all at the end of the process.
 * Lines are put together here first, because the library measures all that it holds at every write, which costs more than making the lines.
 */
export const standardOutput = (): DestinationStream => (opened ??= openBlockwise());

let opened: DestinationStream | undefined;

function openBlockwise(): DestinationStream {
  const output = pino.destination({ sync: false, minLength: blockLength, periodicFlush: 250 });
  let block = '';
  const handOn = (): void => {
    const text = block;
    block = '';
    if (text !== '') output.write(text);
  };
  // Before the library's own listener, which closes the output.
  process.prependListener('exit', handOn);
  return {
    write(line) {
      if (block === '') setImmediate(handOn);
      block += line;
      if (block.length >= blockLength) handOn();
    },
  };
}
