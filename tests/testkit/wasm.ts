const bytes = (hex: string): string => Buffer.from(`0061736d01000000${hex.replaceAll(' ', '')}`, 'hex').toString('base64');

/** Small modules in base64, written by hand after the WebAssembly core specification, section 5. */
export const wasmModules = {
  /** `add(i32, i32) -> i32`. */
  add: bytes('0107 01 60 02 7f7f 01 7f  0302 01 00  0707 01 03616464 00 00  0a09 01 07 00 2000 2001 6a 0b'),
  /** `spin()` never ends. */
  spin: bytes('0104 01 60 00 00  0302 01 00  0708 01 047370696e 00 00  0a09 01 07 00 0340 0c00 0b 0b'),
  /** One page of memory; `grow(i32) -> i32` is its `memory.grow`. */
  grow: bytes('0106 01 60 01 7f 01 7f  0302 01 00  0503 01 00 01  0708 01 0467726f77 00 00  0a08 01 06 00 2000 4000 0b'),
} as const;

/** The same module with a section of its own kind beside, which makes it that many bytes longer and nothing else. */
export function padded(module: string, length: number): string {
  const size = [0, 7, 14, 21].map((shift) => ((length >> shift) & 0x7f) | (shift === 21 ? 0 : 0x80));
  return Buffer.concat([Buffer.from(module, 'base64'), Buffer.from([0, ...size]), Buffer.alloc(length)]).toString('base64');
}
