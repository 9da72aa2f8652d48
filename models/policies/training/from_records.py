#!/usr/bin/python3
"""Make the next version of a policy from steps that a server has recorded, with their rewards (JSON lines; see docs/HOW_TO_TRAIN.md).

    /usr/bin/python3 models/policies/training/from_records.py steps.jsonl --start models/policies/cartpole/1 --write /tmp/policies/cartpole/2

Advantage-weighted regression (Peng et al. 2019): what turned out better than expected is made likelier. It does not matter which version acted.
"""
import os

os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = "1"

import argparse
import json
from collections import defaultdict
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import nn

from export import read_version, write_version

WINDOW, RATE, TEMPERATURE, LARGEST_WEIGHT, VALUE_WEIGHT, GRADIENT_LIMIT = 50, 3e-4, 0.5, 10.0, 0.1, 0.5


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("records", type=Path)
    parser.add_argument("--start", type=Path, required=True, help="version folder to begin with")
    parser.add_argument("--write", type=Path, required=True, help="version folder to write: FOLDER/POLICY/VERSION")
    parser.add_argument("--passes", type=int, default=10)
    parser.add_argument("--discount", type=float, default=0.99)
    options = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(1)
    policy = read_version(options.start)
    batch = to_batch(read_episodes(options.records), policy, options.discount)
    optimiser = torch.optim.Adam(policy.parameters(), lr=RATE)
    for number in range(options.passes):
        print(f"pass {number + 1}: loss {one_pass(policy, optimiser, batch):.4f}", flush=True)
    description = json.loads((options.start / "policy.json").read_text())
    description.pop("trainedReturns", None)  # nobody has measured them
    write_version(policy, options.write, {**description, "name": options.write.parent.name, "version": options.write.name})
    print(f"written to {options.write}")


def read_episodes(path):
    """Steps by episode, in order. Those that were not recorded from the start cannot be replayed, and those without a reward teach nothing."""
    episodes = defaultdict(dict)
    for line in path.read_text().splitlines():
        step = json.loads(line)
        episodes[step["episode_id"]][step["step"]] = step
    whole = [[steps[number] for number in range(len(steps))] for steps in episodes.values() if sorted(steps) == list(range(len(steps)))]
    rewarded = [steps for steps in whole if all(step["reward"] is not None for step in steps)]
    print(f"{len(rewarded)} of {len(episodes)} episodes are whole and have all their rewards")
    if not rewarded:
        raise SystemExit("Nothing to learn from: record agents from a reset on, and report the reward of each step")
    return rewarded


def to_batch(episodes, policy, discount):
    """Tensors [step, episode, ...], filled up with steps that count nothing."""
    longest, count = max(map(len, episodes)), len(episodes)
    observations = torch.zeros(longest, count, policy.sizes.observation)
    actions = torch.zeros(longest, count, policy.sizes.action) if policy.sizes.continuous else torch.zeros(longest, count, dtype=torch.long)
    targets, values, counts = (torch.zeros(longest, count) for _ in range(3))
    for row, steps in enumerate(episodes):
        # What would have come after the last step is not known, unless the task ended there: the policy's own estimate stands for it.
        following = 0.0 if steps[-1]["terminated"] else steps[-1]["value"]
        for number in reversed(range(len(steps))):
            step = steps[number]
            following = step["reward"] + discount * following
            observations[number, row], actions[number, row] = torch.tensor(step["observation"]), torch.tensor(step["action"])
            targets[number, row], values[number, row], counts[number, row] = following, step["value"], 1
    advantages = (targets - values)[counts == 1]
    scaled = (targets - values - advantages.mean()) / (advantages.std(unbiased=False) + 1e-6)
    weights = (scaled / TEMPERATURE).exp().clamp(max=LARGEST_WEIGHT) * counts
    return {"observations": observations, "actions": actions, "targets": targets, "weights": weights, "counts": counts, "spread": targets[counts == 1].std(unbiased=False) + 1e-6}


def one_pass(policy, optimiser, batch):
    state, total = policy.fresh(batch["counts"].shape[1]), 0.0
    for start in range(0, len(batch["counts"]), WINDOW):
        window = {name: tensor[start : start + WINDOW] for name, tensor in batch.items() if name != "spread"}
        loss, state = window_loss(policy, window, state, batch["spread"])
        optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(policy.parameters(), GRADIENT_LIMIT)
        optimiser.step()
        state, total = tuple(part.detach() for part in state), total + loss.item()
    return total


def window_loss(policy, window, state, spread):
    answers, values = [], []
    for observation in window["observations"]:
        answer, value, *state = policy(observation, *state)
        answers.append(answer)
        values.append(value)
    likelihood = log_probability(policy, torch.stack(answers), window["actions"])
    error = F.smooth_l1_loss(torch.stack(values) / spread, window["targets"] / spread, reduction="none")
    return (VALUE_WEIGHT * error * window["counts"] - likelihood * window["weights"]).sum() / window["counts"].sum(), state


def log_probability(policy, answers, actions):
    if not policy.sizes.continuous:
        return torch.distributions.Categorical(logits=answers).log_prob(actions)
    return torch.distributions.Normal(answers, policy.log_std.exp()).log_prob(actions).sum(-1)


if __name__ == "__main__":
    main()
