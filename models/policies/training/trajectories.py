#!/usr/bin/python3
"""Write a few steps of every environment, for those who simulate them in another language.

    /usr/bin/python3 models/policies/training/trajectories.py > tests/testkit/simulators/trajectories.json
"""
import json

import numpy as np

from environments import CartPole, CartPolePositions, Dock, Recall

DIGITS = 6


def main():
    random = np.random.default_rng(5)
    cart, blind, craft = CartPole(1, random), CartPolePositions(1, random), Dock(1, random)
    craft.state[0, :2] = 4.8  # so that it is lost on the way
    pushes = [int(push) for push in random.integers(0, 2, 6)] + [1] * 12
    thrusts = [[round(float(part), 3) for part in random.uniform(0, 1.5, 2)] for _ in range(12)]
    trajectories = {"cartpole": follow(cart, pushes), "cartpole_pos": follow(blind, pushes), "dock": follow(craft, thrusts), "recall": recall(random)}
    print("{\n" + ",\n".join(f'"{name}":{json.dumps(trajectory, separators=(",", ":"))}' for name, trajectory in trajectories.items()) + "\n}")


def follow(world, actions):
    trajectory = {"start": [round(float(number), DIGITS) for number in world.state[0]], "actions": [], "observations": [], "rewards": [], "over": []}
    world.state = np.array([trajectory["start"]])
    for action in actions:
        trajectory["actions"].append(action)
        trajectory["observations"].append([round(float(number), DIGITS) for number in world.observe()[0]])
        reward, ended, cut = world.step(np.array([action]))
        trajectory["rewards"].append(round(float(reward[0]), DIGITS))
        trajectory["over"].append(bool(ended[0] | cut[0]))
        if trajectory["over"][-1]:
            break
    return trajectory


def recall(random):
    world, places = Recall(1, random), slice(2, 2 + Recall.PLACES)
    seen = world.observations[:, 0]
    cues = [[int(row[places].argmax()), int(row[2 + Recall.PLACES :].argmax())] for row in seen]
    start = {"shown": cues[: Recall.PLACES], "noise": cues[Recall.PLACES : -Recall.PLACES], "asked": [place for place, _ in cues[-Recall.PLACES :]]}
    actions = [int(answer) if step % 2 else 0 for step, answer in enumerate(world.answers[:, 0])]
    trajectory = {"start": start, "actions": actions, "observations": seen.astype(int).tolist(), "rewards": [], "over": []}
    for action in actions:
        reward, _, cut = world.step(np.array([action]))
        trajectory["rewards"].append(int(reward[0]))
        trajectory["over"].append(bool(cut[0]))
    return trajectory


if __name__ == "__main__":
    main()
