import type { LinearMemory } from '../web-assembly.ts';

/** A program named memory that it does not have. */
export class GuestFault extends Error {
  override readonly name = 'GuestFault';
}

/** The memory of a program, as the system it calls sees it; nothing outside can be reached. */
export interface GuestMemory {
  /** The bytes themselves. @throws GuestFault */
  bytes(address: number, length: number): Uint8Array;
  number(address: number): number;
  setNumber(address: number, value: number): void;
  setLong(address: number, value: bigint): void;
}

/** A view of a memory that may grow at any time; null is a memory of no bytes. */
export function createGuestMemory(memory: () => LinearMemory | null): GuestMemory {
  const bytes = (address: number, length: number): Uint8Array => {
    const buffer = memory()?.buffer;
    // Addresses come as signed numbers of 32 bits.
    const start = address >>> 0;
    if (buffer === undefined || start + length > buffer.byteLength) throw new GuestFault();
    return new Uint8Array(buffer, start, length);
  };
  const view = (address: number, length: number): DataView => {
    const { buffer, byteOffset } = bytes(address, length);
    return new DataView(buffer, byteOffset, length);
  };
  return {
    bytes,
    number: (address) => view(address, 4).getUint32(0, true),
    setNumber: (address, value) => view(address, 4).setUint32(0, value, true),
    setLong: (address, value) => view(address, 8).setBigUint64(0, value, true),
  };
}
