import { createLogger } from '#kernel/logging';
import { connectToParent, superviseProcess } from './index.ts';

/** A process for the tests: it answers, fails, hangs, dies or has a child of its own as its first argument and its messages say. */
export interface Facts {
  readonly pid: number;
  readonly variables: readonly string[];
}

const [mode = 'echo'] = process.argv.slice(2);
const parent = connectToParent<Facts, string, string>({
  onMessage: (message) => {
    if (message === 'die') process.kill(process.pid, 'SIGKILL');
    else if (message === 'complain') process.stderr.write('something is odd\n');
    else parent.send(message);
  },
  onStop: () => (mode === 'stubborn' ? new Promise(() => undefined) : undefined),
});

if (mode === 'broken') parent.failed('the disk is full');
else if (mode === 'parent') {
  const child = superviseProcess<Facts, string, string>({
    name: 'grandchild', module: new URL(import.meta.url), logger: createLogger({ level: 'silent' }), onMessage: () => undefined, onExit: () => undefined,
  });
  parent.ready(await child.ready());
} else if (mode !== 'silent') {
  // eslint-disable-next-line no-restricted-properties -- shows what a child inherits
  parent.ready({ pid: process.pid, variables: Object.keys(process.env) });
}
