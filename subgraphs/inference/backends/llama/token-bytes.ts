/** How a vocabulary spells the bytes of its tokens. */
export type TokenSpelling = 'byte-level' | 'sentence-piece';

/**
 * The bytes of a token. Byte-level vocabularies (GPT-2's `bytes_to_unicode`) have a printable character for each byte; those of SentencePiece have `<0xE2>` for
 * a byte and U+2581 for a space.
 */
export function tokenBytes(spelled: string, spelling: TokenSpelling): Buffer {
  if (spelling === 'byte-level') {
    const bytes = Array.from(spelled, (character) => byteOf.get(character));
    if (bytes.every((byte) => byte !== undefined)) return Buffer.from(bytes);
    return Buffer.from(spelled); // a control token
  }
  const byte = /^<0x([0-9A-Fa-f]{2})>$/u.exec(spelled)?.[1];
  return byte === undefined ? Buffer.from(spelled.replaceAll('\u2581', ' ')) : Buffer.from(byte, 'hex');
}

/** Bytes that are printable stand for themselves, the others for the code points from 256 on. */
const byteOf = new Map<string, number>();
{
  let others = 0;
  for (let byte = 0; byte < 256; byte += 1) {
    const isPrintable = (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || byte >= 174;
    byteOf.set(String.fromCodePoint(isPrintable ? byte : 256 + others), byte);
    if (!isPrintable) others += 1;
  }
}
