import type { Simulator } from './simulator.ts';

/** Where a craft is and how it moves, in both directions of the plane. */
export type DockState = readonly [x: number, y: number, velocityX: number, velocityY: number];

const seconds = 0.05;
const fullThrust = 2;
const drag = 0.1;
const limit = 5;
const penalty = 10;
const longest = 200;

/** A start anywhere near, drifting. */
export const dockStart = (random: () => number): DockState => {
  const within = (bound: number): number => (random() * 2 - 1) * bound;
  return [within(2), within(2), within(0.5), within(0.5)];
};

/** A point mass with drag that is to come to rest at the origin within 200 steps; thrust is clipped to -1..1. */
export function createDock(start: DockState): Simulator {
  let state = start;
  let age = 0;
  return {
    observe: () => state,
    step(action) {
      const [thrustX = 0, thrustY = 0] = typeof action === 'number' ? [] : action.map((part) => Math.min(1, Math.max(-1, part)));
      const [x, y, velocityX, velocityY] = state;
      const cost = 0.1 * (x ** 2 + y ** 2 + 0.1 * (velocityX ** 2 + velocityY ** 2) + 0.01 * (thrustX ** 2 + thrustY ** 2));
      const faster = (velocity: number, thrust: number): number => velocity + seconds * (fullThrust * thrust - drag * velocity);
      const [nextX, nextY] = [faster(velocityX, thrustX), faster(velocityY, thrustY)];
      state = [x + seconds * nextX, y + seconds * nextY, nextX, nextY];
      age += 1;
      const lost = Math.abs(state[0]) > limit || Math.abs(state[1]) > limit;
      return { reward: (lost ? -penalty : 0) - cost, over: lost || age >= longest };
    },
  };
}
