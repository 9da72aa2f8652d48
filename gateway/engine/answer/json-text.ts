/** Longer texts are left to V8, which is quicker with them. */
const shortText = 256;
/** What may be stored between two looks at the room that is left: a short text in quotes, and what stands around it. */
const reserve = 512;
const room = 65_536;

const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;
const colon = 0x3a;
const zero = 0x30;
const firstPrintable = 0x20;
const lastLatin1 = 0xff;

/** How many characters may be stored into `bytes` after one `makeRoom`. */
export const longestStored = 128;

/**
 * A JSON text that is being written, each value with a comma behind it, which what closes takes away again. What is short and Latin-1, as most values are, is copied
 * into bytes character by character: joining thousands of small strings takes longer, and V8 has to flatten them once more before they can be sent.
 */
export class JsonText {
  /** Written up to `end`. */
  readonly bytes = Buffer.allocUnsafeSlow(room + reserve);
  end = 0;
  /** Set by who writes, when a value is not as the schema says. */
  flawed = false;
  /** What was written before the bytes. */
  #before = '';

  /** Begins anew. */
  begin(): void {
    this.end = 0;
    this.flawed = false;
    this.#before = '';
  }

  /** What was written: one value, without the comma behind it. */
  finish(): string {
    return this.#before + this.bytes.toString('latin1', 0, this.end - 1);
  }

  /** To be called before something is stored into `bytes`. */
  makeRoom(): void {
    if (this.end > room) this.#join('');
  }

  /** A bracket or brace. */
  open(code: number): void {
    this.makeRoom();
    this.bytes[this.end++] = code;
  }

  /** Its counterpart. */
  close(code: number): void {
    if (this.bytes[this.end - 1] === comma) this.end -= 1;
    this.makeRoom();
    this.bytes[this.end++] = code;
    this.bytes[this.end++] = comma;
  }

  /** The key of the value that comes next; a short ASCII name. */
  key(name: string): void {
    this.quoted(name);
    this.bytes[this.end - 1] = colon;
  }

  /** A value that is JSON already. */
  raw(text: string): void {
    this.makeRoom();
    const { bytes } = this;
    const { length } = text;
    let { end } = this;
    for (let index = 0; index < length; index++) {
      const code = text.charCodeAt(index);
      if (code > lastLatin1 || length > shortText) {
        this.#joinValue(text);
        return;
      }
      bytes[end++] = code;
    }
    bytes[end++] = comma;
    this.end = end;
  }

  /** A text. */
  quoted(text: string): void {
    this.makeRoom();
    const { bytes } = this;
    const { length } = text;
    let { end } = this;
    bytes[end++] = quote;
    for (let index = 0; index < length; index++) {
      const code = text.charCodeAt(index);
      if (code < firstPrintable || code > lastLatin1 || code === quote || code === backslash || length > shortText) {
        this.#joinValue(JSON.stringify(text));
        return;
      }
      bytes[end++] = code;
    }
    bytes[end++] = quote;
    bytes[end++] = comma;
    this.end = end;
  }

  /** An integer of at most 32 bits. */
  integer(value: number): void {
    if (value < 0) {
      this.raw(String(value));
      return;
    }
    this.makeRoom();
    let digits = 1;
    for (let power = 10; power <= value; power *= 10) digits += 1;
    let rest = value;
    for (let at = this.end + digits - 1; at >= this.end; at -= 1) {
      const tens = Math.trunc(rest / 10);
      this.bytes[at] = zero + rest - tens * 10;
      rest = tens;
    }
    this.end += digits;
    this.bytes[this.end++] = comma;
  }

  #joinValue(text: string): void {
    this.#join(text);
    this.bytes[this.end++] = comma;
  }

  #join(text: string): void {
    this.#before += this.bytes.toString('latin1', 0, this.end) + text;
    this.end = 0;
  }
}
