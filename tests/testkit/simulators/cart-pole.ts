import type { Simulator } from './simulator.ts';

/** Cart position and velocity, pole angle and angular velocity, in metres, radians and seconds. */
export type CartPoleState = readonly [position: number, velocity: number, angle: number, spin: number];

const gravity = 9.8;
const poleMass = 0.1;
const mass = 1 + poleMass;
const halfLength = 0.5;
const force = 10;
const seconds = 0.02;
const positionLimit = 2.4;
const angleLimit = (12 * Math.PI) / 180;
const longest = 500;

/** A start near the middle. */
export const cartPoleStart = (random: () => number): CartPoleState => {
  const near = (): number => (random() - 0.5) / 10;
  return [near(), near(), near(), near()];
};

/** The cart and pole of Barto, Sutton and Anderson (1983): a point per step, up to 500, until the cart or the pole is too far from the middle. With `positionsOnly` the velocities are not seen. */
export function createCartPole(start: CartPoleState, { positionsOnly = false }: { readonly positionsOnly?: boolean } = {}): Simulator {
  let state = start;
  let age = 0;
  return {
    observe: () => (positionsOnly ? [state[0], state[2]] : state),
    step(action) {
      state = next(state, action === 1 ? force : -force);
      age += 1;
      return { reward: 1, over: age >= longest || Math.abs(state[0]) > positionLimit || Math.abs(state[2]) > angleLimit };
    },
  };
}

function next([position, velocity, angle, spin]: CartPoleState, push: number): CartPoleState {
  const [cosine, sine] = [Math.cos(angle), Math.sin(angle)];
  const shared = (push + poleMass * halfLength * spin ** 2 * sine) / mass;
  const angular = (gravity * sine - cosine * shared) / (halfLength * (4 / 3 - (poleMass * cosine ** 2) / mass));
  const linear = shared - (poleMass * halfLength * angular * cosine) / mass;
  return [position + seconds * velocity, velocity + seconds * linear, angle + seconds * spin, spin + seconds * angular];
}
