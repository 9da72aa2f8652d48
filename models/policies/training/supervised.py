"""Training `recall` by telling it the right answers, back-propagated through whole episodes."""
import copy

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from environments import Recall, recall_episodes
from network import MemoryPolicy, Sizes
from rollout import play

ROWS, GRADIENT_LIMIT, VALUE_WEIGHT, SHARING_WEIGHT = 96, 1.0, 0.02, 0.2
RATE, LAST_RATE = 8e-3, 0.02
CHECK_EVERY, CHECK_EPISODES, PROOF_EPISODES = 50, 256, 5000
FIRST_CUES, DELAY_PER_CUE, LEARNT_LOSS = 2, Recall.DELAY // Recall.PLACES, 0.25
# So little recurrent state that eight symbols of eight do not fit into it: the slots are needed.
SIZES = Sizes(observation=18, action=8, hidden=16, slots=16, width=12, reads=1)


def train(environment, seed, updates, log, memory_kept=True):
    """The best policy found; it stops at one that makes no mistake in 5,000 episodes. Without its memory it is trained to show what that is worth."""
    torch.manual_seed(seed)
    random = np.random.default_rng(seed)
    policy = eager(MemoryPolicy(SIZES, environment.scale))
    optimiser = torch.optim.Adam(policy.parameters(), lr=RATE)
    forget, most_cues, losses = () if memory_kept else ("memory",), FIRST_CUES, []
    best, best_score = copy.deepcopy(policy.state_dict()), -1.0
    for update in range(updates):
        optimiser.param_groups[0]["lr"] = RATE * max(1 - update / updates, LAST_RATE)
        cues, delay = int(random.integers(1, most_cues + 1)), int(random.integers(0, most_cues * DELAY_PER_CUE + 1))
        loss = mistakes(policy, recall_episodes(ROWS, random, cues, delay), memory_kept)
        optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(policy.parameters(), GRADIENT_LIMIT)
        optimiser.step()
        losses.append(loss.item())
        if (update + 1) % CHECK_EVERY:
            continue
        score = play(policy, environment, CHECK_EPISODES, seed=1234, forget=forget)[0].mean()
        log(f"update {update + 1}: up to {most_cues} cues, loss {np.mean(losses):.3f}, {score:.2f} of {Recall.PLACES} right")
        if score >= best_score:
            best, best_score = copy.deepcopy(policy.state_dict()), score
        if score == Recall.PLACES and play(policy, environment, PROOF_EPISODES, seed=99, forget=forget)[0].min() == Recall.PLACES:
            break
        most_cues = min(Recall.PLACES, most_cues + (np.mean(losses) < LEARNT_LOSS))  # more cues and longer delays as soon as so many are learnt
        losses = []
    policy.load_state_dict(best)
    return policy


def eager(policy):
    """A start from which storing is found soon: the cell lives in the present, each thought has a slot of its own, and what is written replaces what was there."""
    with torch.no_grad():
        policy.gates.bias[SIZES.hidden :] -= 2
        choices, _, strength = policy.control.weight.split(policy.parts)
        choices *= 3
        policy.control.bias[-strength.shape[0] :] += 2
    return policy


def mistakes(policy, episode, memory_kept):
    """Cross-entropy of the answers, how far the value is from the number of right answers still to come, and how much the cues share slots."""
    observations, answers = torch.from_numpy(episode[0]), torch.from_numpy(episode[1])
    hidden, memory = policy.fresh(observations.shape[1])
    logits, values, states = [], [], []
    for observation in observations:
        action, value, hidden, memory = policy(observation, hidden, memory if memory_kept else torch.zeros_like(memory))
        logits.append(action)
        values.append(value)
        states.append(hidden)
    logits, asked = torch.stack(logits), observations[..., 1]
    right = (logits.argmax(-1) == answers) * asked
    to_come = right.flip(0).cumsum(0).flip(0)
    answered = F.cross_entropy(logits[asked == 1], answers[asked == 1])
    shown = torch.stack(states)[observations[:, 0, 0] == 1]
    return answered + VALUE_WEIGHT * F.smooth_l1_loss(torch.stack(values), to_come) + SHARING_WEIGHT * sharing(policy, shown)


def sharing(policy, states):
    """How much of the slots that they write to the cues of an episode share: two places in one slot are hard to part later, so they are parted from the start."""
    choices = policy.control(states)[..., : policy.parts[0]]
    writing = torch.softmax(choices[..., -policy.sizes.slots :], -1)
    return (writing.sum(0) ** 2 - (writing**2).sum(0)).sum(-1).mean() / len(states)
