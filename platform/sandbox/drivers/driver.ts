import type { SandboxDriverName, SandboxSpec } from '../sandbox.ts';

/** Who and where a program is inside, whatever the driver. */
export const inside = { user: 1_000, hostName: 'sandbox', workspace: '/workspace', temporary: '/tmp', path: '/usr/local/bin:/usr/bin:/bin' } as const;

/** The descriptors that the first process of a sandbox begins with. */
export const descriptors = { filter: 3, orders: 4, channel: 5 } as const;

/** A way to isolate a program. */
export interface Driver {
  readonly name: SandboxDriverName;
  /**
   * The first process of every sandbox: it does nothing before its orders have come. So it can be started, and put into its cage, before anybody needs it;
   * and without a server there are no orders.
   */
  readonly command: readonly [string, ...string[]];
  /** The file of the filter of system calls; null where the driver loads none. */
  readonly filter: string | null;
  ordersFor(spec: SandboxSpec): Buffer;
}

/** The whole environment of a program. */
export function environmentOf({ workspace, environment = {} }: SandboxSpec): Readonly<Record<string, string>> {
  return { PATH: inside.path, HOME: workspace === null ? inside.temporary : inside.workspace, LANG: 'C.UTF-8', TMPDIR: inside.temporary, ...environment };
}

/** The folder that a program begins in. */
export const startingFolder = ({ workspace, workingDirectory = '.' }: SandboxSpec): string => (workspace === null ? inside.temporary : `${inside.workspace}/${workingDirectory}`);
