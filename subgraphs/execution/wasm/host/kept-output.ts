/** What a program wrote, as far as it is kept. */
export interface KeptOutput {
  write(stream: 'stdout' | 'stderr', bytes: Uint8Array): void;
  texts(): { readonly stdout: string; readonly stderr: string; readonly truncated: boolean };
}

/** Keeps `capacity` bytes of both streams together. */
export function createKeptOutput(capacity: number): KeptOutput {
  const chunks: Readonly<Record<'stdout' | 'stderr', Uint8Array[]>> = { stdout: [], stderr: [] };
  let room = capacity;
  let truncated = false;
  return {
    write(stream, bytes) {
      if (bytes.length > room) truncated = true;
      if (bytes.length === 0 || room === 0) return;
      const kept = bytes.slice(0, room);
      chunks[stream].push(kept);
      room -= kept.length;
    },
    texts: () => ({ stdout: Buffer.concat(chunks.stdout).toString('utf8'), stderr: Buffer.concat(chunks.stderr).toString('utf8'), truncated }),
  };
}
