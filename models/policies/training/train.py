#!/usr/bin/python3
"""Train one of the policies that ship and write its version folder.

    /usr/bin/python3 models/policies/training/train.py cartpole

The same seed gives the same weights on the same machine and version of torch. Nothing but the version folder is written.
"""
import os

os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = "1"  # more threads only wait for each other at this size

import argparse
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Callable

import torch

import ppo
import supervised
import through_simulator
from environments import ENVIRONMENTS
from export import read_version, write_version
from rollout import play

EPISODES = 1000
EVALUATION_SEED = 777


@dataclass(frozen=True)
class Recipe:
    train: Callable
    updates: int
    seed: int
    description: str
    environment: str


RECIPES = {
    "cartpole": Recipe(
        ppo.train, 200, 1, "Balances a pole on a cart by pushing the cart left or right.", "Cart and pole: 500 steps of 0.02 s, a point each; ends at 2.4 m or 12 degrees."
    ),
    "cartpole_pos": Recipe(
        ppo.train, 300, 1, "Balances a pole on a cart without being shown velocities: it has to remember.", "Cart and pole as in cartpole, without the velocities."
    ),
    "dock": Recipe(
        through_simulator.train, 500, 1, "Brings a drifting craft to rest at the origin by thrust in two directions.", "Point mass in the plane with drag: 200 steps of 0.05 s; thrust is clipped to -1..1."
    ),
    "recall": Recipe(
        supervised.train, 2500, 2, "Is shown eight places with a symbol each, and says much later which symbol was where.", "Eight cues, 24 steps of noise, eight questions; a point for each right answer."
    ),
}


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("policy", choices=RECIPES)
    parser.add_argument("--seed", type=int, help="default: the one that made what ships")
    parser.add_argument("--updates", type=int, help="the most updates; the learning rate falls over them")
    parser.add_argument("--version", default="1")
    parser.add_argument("--folder", type=Path, default=Path(__file__).resolve().parent.parent, help="where policies lie; the version goes to FOLDER/POLICY/VERSION")
    parser.add_argument("--without-memory", action="store_true", help="recall only: train with the memory zeroed before each step, to see what it is worth; nothing is written")
    options = parser.parse_args()
    torch.set_num_threads(1)
    recipe, environment, began = RECIPES[options.policy], ENVIRONMENTS[options.policy], time.time()

    def log(line):
        print(f"{time.time() - began:5.0f} s  {line}", flush=True)

    settings = {"memory_kept": False} if options.without_memory else {}
    policy = recipe.train(environment, options.seed or recipe.seed, options.updates or recipe.updates, log, **settings)
    returns, _ = play(policy, environment, EPISODES, EVALUATION_SEED, forget=("memory",) if options.without_memory else ())
    log(f"{EPISODES} episodes: mean {returns.mean():.4g}, least {returns.min():.4g}")
    if options.without_memory:
        return
    folder = options.folder / options.policy / options.version
    write_version(policy, folder, describe(options, recipe, environment, returns))
    again, _ = play(read_version(folder), environment, EPISODES, EVALUATION_SEED)
    assert (again == returns).all(), "what was written plays otherwise"
    log(f"written to {folder}")


def describe(options, recipe, environment, returns):
    return {
        "name": options.policy,
        "version": options.version,
        "description": recipe.description,
        "environment": recipe.environment,
        "observationLabels": environment.observation_labels,
        "actionKind": "continuous" if environment.continuous else "discrete",
        "actionLabels": environment.action_labels,
        "trainedReturns": {"episodes": EPISODES, "mean": round(returns.mean(), 4), "minimum": round(returns.min(), 4)},
    }


if __name__ == "__main__":
    main()
