"""Recurrent proximal policy optimisation (Schulman et al. 2017), back-propagated through windows of 16 steps with the state that each began with."""
import copy

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from network import MemoryPolicy, Sizes
from rollout import play

ROWS, WINDOW, EPOCHS, MINIBATCH = 64, 16, 4, 32
DISCOUNT, TRACE, CLIP, ENTROPY, VALUE_WEIGHT, GRADIENT_LIMIT = 0.99, 0.95, 0.2, 0.01, 0.5, 0.5
RATE, LAST_RATE = 1e-3, 0.05
REWARD_SCALE = 0.05  # without it the gradient of the value is so large that clipping leaves nothing for the policy
CHECK_EVERY = 10


def train(environment, seed, updates, log):
    """A policy that reaches the longest episode every time, or the best one found. Its values are in units of reward."""
    torch.manual_seed(seed)
    policy = MemoryPolicy(Sizes(len(environment.observation_labels), len(environment.action_labels)), environment.scale)
    optimiser = torch.optim.Adam(policy.parameters(), lr=RATE, eps=1e-5)
    collector = Collector(policy, environment(ROWS, np.random.default_rng(seed)))
    best, best_score = copy.deepcopy(policy.state_dict()), -1.0
    for update in range(updates):
        optimiser.param_groups[0]["lr"] = RATE * max(1 - update / updates, LAST_RATE)
        improve(policy, optimiser, collector.window())
        if (update + 1) % CHECK_EVERY:
            continue
        returns, _ = play(policy, environment, 64, seed=1234)
        score = returns.mean() + 0.2 * returns.min()
        log(f"update {update + 1}: mean {returns.mean():.1f}, least {returns.min():.0f}")
        if score >= best_score:
            best, best_score = copy.deepcopy(policy.state_dict()), score
        if returns.min() >= environment.steps and play(policy, environment, 512, seed=99)[0].min() >= environment.steps:
            break
    policy.load_state_dict(best)
    in_rewards(policy)
    return policy


def in_rewards(policy):
    """Values were learned of scaled rewards; the last layer is scaled back."""
    with torch.no_grad():
        policy.head.weight[-1] /= REWARD_SCALE
        policy.head.bias[-1] /= REWARD_SCALE


class Collector:
    """Plays on and on, and hands out windows of what happened."""

    def __init__(self, policy, world):
        self.policy, self.world = policy, world
        self.hidden, self.memory = policy.fresh(world.rows)
        self.kept = torch.ones(world.rows)  # 0 where a new episode begins

    def forget_where_new(self):
        self.hidden = self.hidden * self.kept[:, None]
        self.memory = self.memory * self.kept[:, None, None]

    @torch.no_grad()
    def window(self):
        self.forget_where_new()
        start, steps = (self.hidden.clone(), self.memory.clone()), []
        for _ in range(WINDOW):
            self.forget_where_new()
            steps.append(self.one_step())
        self.forget_where_new()
        _, following, _, _ = self.policy(torch.from_numpy(self.world.observe()), self.hidden, self.memory)
        columns = {name: torch.stack([step[name] for step in steps]) for name in steps[0]}
        advantages = advantage(columns, following)
        return {**columns, "advantage": advantages, "target": advantages + columns["value"], "start": start}

    def one_step(self):
        observation, kept = torch.from_numpy(self.world.observe()), self.kept
        logits, value, self.hidden, self.memory = self.policy(observation, self.hidden, self.memory)
        choice = torch.distributions.Categorical(logits=logits)
        action = choice.sample()
        reward, ended, cut = self.world.step(action.numpy())
        reward = torch.from_numpy((reward * REWARD_SCALE).astype(np.float32))
        if cut.any():  # a time limit is not the end of the task: what would have come counts
            after = self.policy(torch.from_numpy(self.world.observe()), self.hidden, self.memory)[1]
            reward = reward + DISCOUNT * after * torch.from_numpy(cut.astype(np.float32))
        done = ended | cut
        self.world.reset(done)
        self.kept = torch.from_numpy((~done).astype(np.float32))
        return {"observation": observation, "action": action, "log_prob": choice.log_prob(action), "value": value, "reward": reward, "kept": kept, "goes_on": self.kept}


def advantage(columns, following):
    """Generalised advantage estimation (Schulman et al. 2016)."""
    estimates, running = [], torch.zeros_like(following)
    for step in reversed(range(WINDOW)):
        goes_on, value = columns["goes_on"][step], columns["value"][step]
        surprise = columns["reward"][step] + DISCOUNT * following * goes_on - value
        running = surprise + DISCOUNT * TRACE * goes_on * running
        estimates.append(running)
        following = value
    return torch.stack(estimates[::-1])


def improve(policy, optimiser, window):
    advantages = (window["advantage"] - window["advantage"].mean()) / (window["advantage"].std() + 1e-8)
    for _ in range(EPOCHS):
        for rows in torch.randperm(ROWS).split(MINIBATCH):
            logits, value = replay(policy, window, rows)
            choice = torch.distributions.Categorical(logits=logits)
            ratio = (choice.log_prob(window["action"][:, rows]) - window["log_prob"][:, rows]).exp()
            gain = torch.min(ratio * advantages[:, rows], ratio.clamp(1 - CLIP, 1 + CLIP) * advantages[:, rows])
            loss = VALUE_WEIGHT * F.smooth_l1_loss(value, window["target"][:, rows]) - gain.mean() - ENTROPY * choice.entropy().mean()
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(policy.parameters(), GRADIENT_LIMIT)
            optimiser.step()


def replay(policy, window, rows):
    hidden, memory = (state[rows] for state in window["start"])
    logits, values = [], []
    for step in range(WINDOW):
        kept = window["kept"][step, rows]
        action, value, hidden, memory = policy(window["observation"][step, rows], hidden * kept[:, None], memory * kept[:, None, None])
        logits.append(action)
        values.append(value)
    return torch.stack(logits), torch.stack(values)
