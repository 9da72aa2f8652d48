"""The network: a small Llama (RMSNorm, rotary positions, grouped heads, SwiGLU, tied embedding, no biases)."""
import math
from dataclasses import asdict, dataclass

import torch
import torch.nn.functional as F
from torch import nn


@dataclass(frozen=True)
class Shape:
    vocabulary: int = 1280
    width: int = 192
    layers: int = 5
    heads: int = 6
    kv_heads: int = 3
    hidden: int = 512
    context: int = 1024
    rope_base: float = 10000.0
    epsilon: float = 1e-5

    @property
    def head_width(self):
        return self.width // self.heads

    def to_dict(self):
        return asdict(self)


class RMSNorm(nn.Module):
    def __init__(self, shape):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(shape.width))
        self.epsilon = shape.epsilon

    def forward(self, x):
        return x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + self.epsilon) * self.weight


def rotate(x, cos, sin):
    """Rotary positions on interleaved pairs (x0,x1),(x2,x3)...

    This is llama.cpp's layout for the architecture "llama", so Q and K need no permutation on export.
    """
    even, odd = x[..., 0::2], x[..., 1::2]
    return torch.stack((even * cos - odd * sin, even * sin + odd * cos), -1).flatten(-2)


class Block(nn.Module):
    """Attention and feed-forward layer; the attribute names are GGUF's tensor names."""

    def __init__(self, shape):
        super().__init__()
        kv_width = shape.kv_heads * shape.head_width
        self.shape = shape
        self.attn_norm, self.ffn_norm = RMSNorm(shape), RMSNorm(shape)
        self.attn_q = nn.Linear(shape.width, shape.width, bias=False)
        self.attn_k = nn.Linear(shape.width, kv_width, bias=False)
        self.attn_v = nn.Linear(shape.width, kv_width, bias=False)
        self.attn_output = nn.Linear(shape.width, shape.width, bias=False)
        self.ffn_gate = nn.Linear(shape.width, shape.hidden, bias=False)
        self.ffn_up = nn.Linear(shape.width, shape.hidden, bias=False)
        self.ffn_down = nn.Linear(shape.hidden, shape.width, bias=False)

    def forward(self, x, cos, sin, mask):
        x = x + self.attention(self.attn_norm(x), cos, sin, mask)
        h = self.ffn_norm(x)
        return x + self.ffn_down(F.silu(self.ffn_gate(h)) * self.ffn_up(h))

    def attention(self, h, cos, sin, mask):
        shape, (batch, length, _) = self.shape, h.shape
        heads = lambda y, count: y.view(batch, length, count, shape.head_width).transpose(1, 2)
        q = rotate(heads(self.attn_q(h), shape.heads), cos, sin)
        k = rotate(heads(self.attn_k(h), shape.kv_heads), cos, sin)
        v = heads(self.attn_v(h), shape.kv_heads)
        group = shape.heads // shape.kv_heads
        k, v = k.repeat_interleave(group, 1), v.repeat_interleave(group, 1)
        weights = ((q @ k.transpose(-1, -2)) / math.sqrt(shape.head_width) + mask).softmax(-1)
        return self.attn_output((weights @ v).transpose(1, 2).reshape(batch, length, shape.width))


class HelpModel(nn.Module):
    def __init__(self, shape):
        super().__init__()
        self.shape = shape
        self.token_embd = nn.Embedding(shape.vocabulary, shape.width)
        self.blk = nn.ModuleList(Block(shape) for _ in range(shape.layers))
        self.output_norm = RMSNorm(shape)
        angles = torch.outer(torch.arange(shape.context).float(),
                             shape.rope_base ** (-torch.arange(0, shape.head_width, 2).float() / shape.head_width))
        self.register_buffer("cos", angles.cos(), persistent=False)
        self.register_buffer("sin", angles.sin(), persistent=False)
        future = torch.triu(torch.full((shape.context, shape.context), float("-inf")), 1)
        self.register_buffer("mask", future, persistent=False)
        self.initialise()

    def initialise(self):
        """Normal weights; those that write into the residual stream are scaled down with the depth."""
        for name, parameter in self.named_parameters():
            if parameter.dim() > 1:
                deep = name.endswith(("attn_output.weight", "ffn_down.weight"))
                nn.init.normal_(parameter, std=0.05 if "token_embd" in name else 0.03 / (math.sqrt(self.shape.layers) if deep else 1))

    def states(self, ids):
        """Final hidden states of a batch of token ids."""
        length = ids.shape[1]
        cos, sin, mask = self.cos[:length], self.sin[:length], self.mask[:length, :length]
        x = self.token_embd(ids)
        for block in self.blk:
            x = block(x, cos, sin, mask)
        return self.output_norm(x)

    def logits(self, states):
        return states @ self.token_embd.weight.T
