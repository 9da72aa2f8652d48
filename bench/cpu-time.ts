/** Microseconds of CPU that one call takes: the least of several rounds, because a shared machine only ever adds. */
export async function cpuMicroseconds(call: () => unknown, { rounds = 5, roundMs = 200 }: { readonly rounds?: number; readonly roundMs?: number } = {}): Promise<number> {
  for (let index = 0; index < 200; index++) await call();
  let least = Infinity;
  for (let round = 0; round < rounds; round++) {
    const before = process.cpuUsage();
    const end = performance.now() + roundMs;
    let calls = 0;
    while (performance.now() < end) {
      // The clock costs as much as a small operation: it is asked now and then.
      for (let index = 0; index < 50; index++) {
        const pending = call();
        if (pending instanceof Promise) await pending;
      }
      calls += 50;
    }
    const { user, system } = process.cpuUsage(before);
    least = Math.min(least, (user + system) / calls);
  }
  return least;
}
