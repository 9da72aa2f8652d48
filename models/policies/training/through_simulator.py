"""Training by gradients that go through the equations of the environment itself, which `dock` allows because they are smooth."""
import copy

import torch
import torch.nn.functional as F
from torch import nn

from environments import Dock, dock_step
from network import MemoryPolicy, Sizes
from rollout import play

ROWS, WINDOW, DISCOUNT, NOISE, VALUE_WEIGHT, GRADIENT_LIMIT = 128, 50, 0.97, 0.05, 0.05, 1.0
RATE, LAST_RATE = 3e-3, 0.02
LOG_STD = -1.2  # nothing here teaches a spread: it is set for those who sample
CHECK_EVERY = 20


def train(environment, seed, updates, log):
    """The best policy found. Its values are in units of reward."""
    torch.manual_seed(seed)
    policy = MemoryPolicy(Sizes(4, 2, continuous=True), environment.scale, LOG_STD)
    policy.log_std.requires_grad_(False)
    optimiser = torch.optim.Adam([weights for weights in policy.parameters() if weights.requires_grad], lr=RATE)
    state, (hidden, memory), age = starts(ROWS), policy.fresh(ROWS), torch.randint(0, environment.steps, (ROWS,))
    best, best_score = copy.deepcopy(policy.state_dict()), float("-inf")
    for update in range(updates):
        optimiser.param_groups[0]["lr"] = RATE * max(1 - update / updates, LAST_RATE)
        rewards, values, state, hidden, memory = glide(policy, state, hidden, memory)
        with torch.no_grad():
            targets = discounted(rewards, policy(state, hidden, memory)[1])
        loss = VALUE_WEIGHT * F.smooth_l1_loss(torch.stack(values), targets) - torch.stack(rewards).sum(0).mean()
        optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(policy.parameters(), GRADIENT_LIMIT)
        optimiser.step()
        state, hidden, memory, age = begin_again(state.detach(), hidden.detach(), memory.detach(), age + WINDOW)
        if (update + 1) % CHECK_EVERY:
            continue
        score = play(policy, environment, 128, seed=1234)[0].mean()
        log(f"update {update + 1}: mean {score:.3f}")
        if score > best_score:
            best, best_score = copy.deepcopy(policy.state_dict()), score
    policy.load_state_dict(best)
    return policy


def starts(count):
    return torch.cat([torch.rand(count, 2) * 4 - 2, torch.rand(count, 2) - 0.5], 1)


def glide(policy, state, hidden, memory):
    rewards, values = [], []
    for _ in range(WINDOW):
        mean, value, hidden, memory = policy(state, hidden, memory)
        thrust = (mean + torch.randn_like(mean) * NOISE).clamp(-1, 1)
        reward, position, velocity = dock_step(state[:, :2], state[:, 2:], thrust)
        state = torch.cat([position, velocity], 1)
        rewards.append(reward)
        values.append(value)
    return rewards, values, state, hidden, memory


def discounted(rewards, following):
    targets = []
    for reward in reversed(rewards):
        following = reward.detach() + DISCOUNT * following
        targets.append(following)
    return torch.stack(targets[::-1])


def begin_again(state, hidden, memory, age):
    over = (age >= Dock.steps) | (state.abs() > Dock.LIMIT).any(1)
    state[over] = starts(int(over.sum()))
    hidden[over], memory[over], age[over] = 0, 0, 0
    return state, hidden, memory, age
