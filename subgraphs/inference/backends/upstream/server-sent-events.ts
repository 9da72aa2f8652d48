const mostCharacters = 4_000_000;

/** Thrown when a stream is not made of events, or one is far too large. */
export class EventFault extends Error {}

/** Reads the data of server-sent events (HTML standard, section 9.2) out of a stream of bytes. @throws EventFault */
export async function* readEventData(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let text = '';
  let data: string[] = [];
  for await (const chunk of chunks) {
    const lines = (text + decoder.decode(chunk, { stream: true })).split('\n');
    text = lines.pop() ?? '';
    if (text.length > mostCharacters) throw new EventFault('A line is too long');
    for (const line of lines) {
      const field = line.endsWith('\r') ? line.slice(0, -1) : line;
      if (field.startsWith('data:')) data.push(field.slice(field.startsWith('data: ') ? 6 : 5));
      if (data.length > mostCharacters) throw new EventFault('An event is too long');
      if (field !== '' || data.length === 0) continue;
      yield data.join('\n');
      data = [];
    }
  }
}
