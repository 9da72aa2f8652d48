import { fork } from 'node:child_process';
import { once } from 'node:events';
import { z } from 'zod';

export interface LoadRequest {
  readonly url: string;
  readonly method: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

/** What requests one after another cost. */
export interface LoadReading {
  /** Wall milliseconds. */
  readonly p50: number;
  /** Milliseconds of CPU that this process, the server, spent on each; the least of three rounds. */
  readonly cpu: number;
}

const times = z.array(z.number()).min(1);

/** A client in a process of its own. Close it when done. */
export function startHttpLoad() {
  const client = fork('bench/http-load-process.ts', { execArgv: ['--import', 'tsx', '--conditions=source'] });
  const run = async (request: LoadRequest, count: number): Promise<readonly number[]> => {
    const answer = once(client, 'message');
    client.send({ ...request, count });
    const [milliseconds] = z.tuple([times]).rest(z.unknown()).parse(await answer);
    return milliseconds;
  };

  return {
    async measure(request: LoadRequest, count: number): Promise<LoadReading> {
      await run(request, Math.ceil(count / 4));
      let cpu = Infinity;
      const all: number[] = [];
      for (let round = 0; round < 3; round += 1) {
        const before = process.cpuUsage();
        all.push(...(await run(request, count)));
        const { user, system } = process.cpuUsage(before);
        cpu = Math.min(cpu, (user + system) / 1000 / count);
      }
      return { p50: all.toSorted((one, other) => one - other)[Math.floor(all.length / 2)] ?? NaN, cpu };
    },
    close: (): void => void client.kill(),
  };
}
