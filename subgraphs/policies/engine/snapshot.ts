import { DomainError } from '#kernel/errors';
import type { AgentState } from './turn.ts';
import type { PolicyShape } from './policy-shape.ts';

/*
 * All little-endian. 0: the letters PGPS. 4: format version (u16). 6: 1 when there is a generator (u16). 8: hidden length, 12: memory slots, 16: memory width,
 * 20: steps (u32 each). 24: pressure (f64). 32: the model, first 8 bytes of its SHA-256. 40: generator (4 x u32, zeros without one). 56: state (f32 each).
 */
const letters = 0x53504750;
const formatVersion = 1;
const headBytes = 56;

/** What a snapshot must be of. */
export interface SnapshotModel {
  readonly shape: PolicyShape;
  /** First 8 bytes of the SHA-256 of the model file. */
  readonly fingerprint: bigint;
}

/** All state of an agent, in bytes. */
export function writeSnapshot({ shape, fingerprint }: SnapshotModel, agent: AgentState): Uint8Array {
  const { hidden, memory } = agent.slot;
  const view = new DataView(new ArrayBuffer(headBytes + 4 * (hidden.length + memory.length)));
  view.setUint32(0, letters, true);
  view.setUint16(4, formatVersion, true);
  view.setUint16(6, agent.random === null ? 0 : 1, true);
  sizes(shape).forEach((size, index) => view.setUint32(8 + 4 * index, size, true));
  view.setUint32(20, agent.stepCount, true);
  view.setFloat64(24, agent.pressure, true);
  view.setBigUint64(32, fingerprint, true);
  agent.random?.forEach((word, index) => view.setInt32(40 + 4 * index, word, true));
  hidden.forEach((number, index) => view.setFloat32(headBytes + 4 * index, number, true));
  memory.forEach((number, index) => view.setFloat32(headBytes + 4 * (hidden.length + index), number, true));
  return new Uint8Array(view.buffer);
}

/** Gives an agent the state of a snapshot. It is changed only once all of it was checked. @throws DomainError BAD_USER_INPUT */
export function readSnapshot(model: SnapshotModel, agent: AgentState, bytes: Uint8Array): void {
  const { hidden, memory } = agent.slot;
  if (bytes.length !== headBytes + 4 * (hidden.length + memory.length)) throw unfit('it has another length');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint32(0, true) !== letters || view.getUint16(4, true) !== formatVersion) throw unfit('it is not a snapshot of an agent');
  const isOfModel = sizes(model.shape).every((size, index) => view.getUint32(8 + 4 * index, true) === size) && view.getBigUint64(32, true) === model.fingerprint;
  if (!isOfModel) throw unfit('it was taken from another version');
  const state = Float32Array.from({ length: hidden.length + memory.length }, (_, index) => view.getFloat32(headBytes + 4 * index, true));
  const pressure = view.getFloat64(24, true);
  const random = Int32Array.from({ length: 4 }, (_, index) => view.getInt32(40 + 4 * index, true));
  const isSeeded = view.getUint16(6, true);
  if (!Number.isFinite(pressure) || !state.every(Number.isFinite)) throw unfit('it holds numbers that are not finite');
  if (isSeeded > 1 || (isSeeded === 1) !== random.some((word) => word !== 0)) throw unfit('its generator is not valid');
  hidden.set(state.subarray(0, hidden.length));
  memory.set(state.subarray(hidden.length));
  agent.stepCount = view.getUint32(20, true);
  agent.pressure = pressure;
  agent.random = isSeeded === 1 ? random : null;
}

const sizes = ({ hiddenLength, memorySlots, memoryWidth }: PolicyShape): number[] => [hiddenLength, memorySlots, memoryWidth];

const unfit = (reason: string): DomainError => new DomainError('BAD_USER_INPUT', `The snapshot cannot be restored: ${reason}`, { details: { field: 'state', reason } });
