"""The network of every policy: a gated recurrent cell, an external memory of slots, and one head for actor and critic.

All state is explicit: `forward` takes what an agent remembers and gives back what it remembers next, zeros being a fresh agent. The operations are few and
large on purpose, because at these sizes a run costs as much per operation as per number.
"""
from dataclasses import dataclass

import torch
from torch import nn

CHOICE_SCALE = 3.0  # to begin with, different thoughts choose different slots

@dataclass(frozen=True)
class Sizes:
    observation: int
    action: int
    continuous: bool = False
    hidden: int = 64
    slots: int = 16
    width: int = 32
    reads: int = 2


class MemoryPolicy(nn.Module):
    """A gated recurrent unit (Cho et al. 2014) that reads and writes slots by soft choice, as in Neural Turing Machines (Graves, Wayne and Danihelka 2014).

    Slots are chosen by number, each by its own learned row, not by what is in them: a fresh memory is all zero. What is written is between -1 and 1 and
    replaces part of what was there, so the memory stays between -1 and 1 for ever.
    """

    def __init__(self, sizes, observation_scale=None, initial_log_std=-0.7):
        super().__init__()
        self.sizes = sizes
        hidden, slots = sizes.hidden, sizes.slots
        self.register_buffer("scale", torch.tensor(observation_scale or [1.0] * sizes.observation))
        self.encode = nn.Linear(sizes.observation, hidden)
        self.gates = nn.Linear(2 * hidden, 2 * hidden)
        self.candidate = nn.Linear(2 * hidden, hidden)
        # A choice of slots for each read and for the write, what is written, and how much of each number is replaced.
        self.parts = [(sizes.reads + 1) * slots, sizes.width, sizes.width]
        self.control = nn.Linear(hidden, sum(self.parts))
        self.mix = nn.Linear(hidden + sizes.reads * sizes.width, hidden)
        self.head = nn.Linear(hidden, sizes.action + 1)
        if sizes.continuous:
            self.log_std = nn.Parameter(torch.full((sizes.action,), initial_log_std))
        with torch.no_grad():
            nn.init.orthogonal_(self.head.weight[: sizes.action], 0.1)
            self.head.bias.zero_()
            choices = self.control.weight[: self.parts[0]]
            choices *= CHOICE_SCALE
            self.control.bias[: self.parts[0]] = 0
            # The write begins with the choice of the first read: what was written under a thought is found under the same thought.
            choices[sizes.reads * slots :] = choices[:slots]

    def fresh(self, agents):
        return torch.zeros(agents, self.sizes.hidden), torch.zeros(agents, self.sizes.slots, self.sizes.width)

    def forward(self, observation, hidden, memory):
        """Logits or means, value, and what the agent remembers next."""
        hidden = self.recur(torch.tanh(self.encode(observation * self.scale)), hidden)
        read, memory = self.remember(hidden, memory)
        answer = self.head(torch.tanh(self.mix(torch.cat([hidden, read], -1))))
        action, value = answer.split([self.sizes.action, 1], -1)
        return (torch.tanh(action) if self.sizes.continuous else action), value.squeeze(-1), hidden, memory

    def recur(self, seen, hidden):
        reset, keep = torch.sigmoid(self.gates(torch.cat([seen, hidden], -1))).split(self.sizes.hidden, -1)
        candidate = torch.tanh(self.candidate(torch.cat([seen, reset * hidden], -1)))
        return candidate + keep * (hidden - candidate)

    def remember(self, hidden, memory):
        sizes = self.sizes
        choices, content, strength = self.control(hidden).split(self.parts, -1)
        attention = torch.softmax(choices.reshape(-1, sizes.reads + 1, sizes.slots), -1)
        reading, writing = attention.split([sizes.reads, 1], 1)
        read = torch.matmul(reading, memory).reshape(-1, sizes.reads * sizes.width)
        replaced = writing.transpose(1, 2) * torch.sigmoid(strength).unsqueeze(1)
        return read, memory + replaced * (torch.tanh(content).unsqueeze(1) - memory)

    def pressure(self, memory):
        """How full a memory is: the mean over its slots of their root mean square, 0 to 1."""
        return memory.norm(dim=-1).mean(-1) / self.sizes.width**0.5
