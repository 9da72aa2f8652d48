/** What a message of the ONNX format holds that matters here: field number to kind of message. Numbers are those of onnx.proto3. */
const fields: Readonly<Record<string, Readonly<Record<number, string>>>> = {
  model: { 7: 'graph', 25: 'function' },
  graph: { 1: 'node', 5: 'tensor', 15: 'sparseTensor' },
  function: { 7: 'node', 11: 'attribute' },
  node: { 5: 'attribute' },
  attribute: { 5: 'tensor', 6: 'graph', 10: 'tensor', 11: 'graph', 22: 'sparseTensor', 23: 'sparseTensor' },
  sparseTensor: { 1: 'tensor', 2: 'tensor' },
  tensor: { 13: 'externalData' },
};
const deepest = 16;

interface Message {
  readonly kind: string;
  readonly start: number;
  readonly end: number;
  readonly depth: number;
}

/** Why these bytes cannot be an ONNX model that stands alone; null when nothing speaks against it. Reads the protobuf framing only. */
export function implausibleModel(bytes: Uint8Array): string | null {
  const pending: Message[] = [{ kind: 'model', start: 0, end: bytes.length, depth: 0 }];
  let hasGraph = false;
  for (let message = pending.pop(); message !== undefined; message = pending.pop()) {
    if (message.depth > deepest) return 'its graphs are nested too deep';
    for (const field of readFields(bytes, message)) {
      if (field === null) return 'it is not an ONNX model';
      const kind = fields[message.kind]?.[field.number];
      if (kind === undefined) continue;
      if (kind === 'externalData') return 'it keeps weights in other files';
      if (field.end < 0) return 'it is not an ONNX model';
      hasGraph ||= kind === 'graph';
      pending.push({ kind, start: field.start, end: field.end, depth: message.depth + 1 });
    }
  }
  return hasGraph ? null : 'it is not an ONNX model';
}

interface Field {
  readonly number: number;
  readonly start: number;
  /** -1 for a field that holds a plain number. */
  readonly end: number;
}

/** The fields of a protobuf message; null at the first that does not fit into it. */
function* readFields(bytes: Uint8Array, { start, end }: Message): Generator<Field | null> {
  let at = start;
  /** A base-128 number; -1 past the end. Numbers beyond 2^53 lose digits, and no length is that long. */
  const readNumber = (): number => {
    let value = 0;
    for (let scale = 1; at < end && scale < 2 ** 70; scale *= 128) {
      const byte = bytes[at] ?? 0;
      at += 1;
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
    return -1;
  };
  while (at < end) {
    const key = readNumber();
    const wire = key % 8;
    const isLong = wire === 2;
    const value = isLong || wire === 0 ? readNumber() : { 1: 8, 5: 4 }[wire] ?? -1;
    const from = at;
    if (wire !== 0) at += value;
    if (key < 8 || value < 0 || at > end) {
      yield null;
      return;
    }
    yield { number: Math.floor(key / 8), start: from, end: isLong ? at : -1 };
  }
}
