#!/usr/bin/python3
"""Measure a version as its model file has it: returns, what it loses with its state, and how its memory fills. Prints the tables of its card.

    /usr/bin/python3 models/policies/training/evaluate.py recall
"""
import os

os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = "1"

import argparse
from pathlib import Path

import numpy as np
import torch

from environments import ENVIRONMENTS, Dock, Recall, recall_episodes
from export import read_version
from rollout import play

EPISODES, SEED = 1000, 777
ABLATIONS = {"nothing": (), "the memory": ("memory",), "the recurrent state": ("hidden",), "both": ("hidden", "memory")}


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("policy", choices=ENVIRONMENTS)
    parser.add_argument("--version", default="1")
    parser.add_argument("--folder", type=Path, default=Path(__file__).resolve().parent.parent, help="where policies lie")
    options = parser.parse_args()
    torch.set_num_threads(1)
    policy, environment = read_version(options.folder / options.policy / options.version), ENVIRONMENTS[options.policy]
    print(f"| zeroed before each step | mean return of {EPISODES:,} episodes | least |\n|---|---|---|")
    for name, forget in ABLATIONS.items():
        returns, pressures = play(policy, environment, EPISODES, SEED, forget)
        print(f"| {name} | {returns.mean():.3f} | {returns.min():.3f} |")
        if not forget:
            steps = sorted({0, 9, len(pressures) // 4 - 1, len(pressures) // 2 - 1, len(pressures) - 1})
            filling = ", ".join(f"{pressures[step]:.3f} after {step + 1}" for step in steps)
    print(f"\nPressure by steps: {filling}.")
    if environment is Recall:
        print_filling(policy)
    if environment is Dock:
        print_arrival(policy)


@torch.no_grad()
def print_filling(policy):
    cues, delay = Recall.PLACES, Recall.DELAY
    observations, _ = recall_episodes(EPISODES, np.random.default_rng(SEED), cues, delay)
    (hidden, memory), pressures = policy.fresh(EPISODES), []
    for observation in observations:
        _, _, hidden, memory = policy(torch.from_numpy(observation), hidden, memory)
        pressures.append(policy.pressure(memory).mean().item())
    print("\n| cues shown | " + " | ".join(str(cue + 1) for cue in range(cues)) + " | after the delay | after the questions |\n" + "|---" * (cues + 3) + "|")
    print("| pressure | " + " | ".join(f"{pressures[step]:.3f}" for step in [*range(cues), cues + delay - 1, len(pressures) - 1]) + " |")


@torch.no_grad()
def print_arrival(policy):
    world = Dock(EPISODES, np.random.default_rng(SEED))
    hidden, memory = policy.fresh(EPISODES)
    for _ in range(Dock.steps):
        action, _, hidden, memory = policy(torch.from_numpy(world.observe()), hidden, memory)
        world.step(action.numpy())
    distance = np.hypot(*world.state[:, :2].T)
    print(f"\nDistance to the target after {Dock.steps} steps: mean {distance.mean():.4f}, largest {distance.max():.4f}.")


if __name__ == "__main__":
    main()
