"""Writing a policy as the three files of a version folder, and reading it back."""
import copy
import json
from pathlib import Path

import torch
from torch import nn

from network import MemoryPolicy, Sizes

OPSET = 14
GOLDEN_STEPS, GOLDEN_ROWS = 8, 2
STATE_IN, STATE_OUT = ["hidden", "memory"], ["hidden_out", "memory_out"]


class Exported(nn.Module):
    """The policy with the inputs and outputs that a server expects."""

    def __init__(self, policy):
        super().__init__()
        self.policy = policy
        head = ["mean", "log_std"] if policy.sizes.continuous else ["logits"]
        self.inputs, self.outputs = ["observation", *STATE_IN], [*head, "value", *STATE_OUT, "pressure"]

    def forward(self, observation, hidden, memory):
        action, value, hidden, memory = self.policy(observation, hidden, memory)
        head = (action, self.policy.log_std.expand_as(action) + 0 * action) if self.policy.sizes.continuous else (action,)
        return (*head, value, hidden, memory, self.policy.pressure(memory))


def write_version(policy, folder, description):
    """`policy.onnx`, `golden.json` and, with `description` and the sizes, `policy.json`."""
    folder.mkdir(parents=True, exist_ok=True)
    exported = Exported(copy.deepcopy(policy).eval())
    write_onnx(exported, folder / "policy.onnx")
    write_golden(exported, folder / "golden.json")
    sizes = policy.sizes
    facts = {
        "hiddenLength": sizes.hidden,
        "memorySlots": sizes.slots,
        "memoryWidth": sizes.width,
        "parameters": sum(weights.numel() for weights in policy.parameters()),
    }
    (folder / "policy.json").write_text(json.dumps({**description, **facts}, indent=2) + "\n")


def write_onnx(exported, path):
    sizes = exported.policy.sizes
    example = (torch.zeros(2, sizes.observation), *exported.policy.fresh(2))
    names = exported.inputs + exported.outputs
    torch.onnx.export(
        exported, example, str(path), opset_version=OPSET, input_names=exported.inputs, output_names=exported.outputs, dynamic_axes={name: {0: "batch"} for name in names}
    )


@torch.no_grad()
def write_golden(exported, path):
    """Answers to random observations, from a fresh state and with what each step leaves to the next."""
    random, steps = torch.Generator().manual_seed(0), []
    state = exported.policy.fresh(GOLDEN_ROWS)
    for _ in range(GOLDEN_STEPS):
        observation = torch.round(torch.randn(GOLDEN_ROWS, exported.policy.sizes.observation, generator=random) * 1000) / 1000
        answers = dict(zip(exported.outputs, exported(observation, *state)))
        state = [answers.pop(name) for name in STATE_OUT]
        steps.append({"observation": rounded(observation), **{name: rounded(answer) for name, answer in answers.items()}})
    lines = ",\n".join(json.dumps(step, separators=(",", ":")) for step in steps)
    path.write_text(f'{{"steps":[\n{lines}\n]}}\n')


def rounded(tensor):
    return [rounded(part) for part in tensor] if tensor.dim() > 0 else float(f"{tensor.item():.6g}")


def read_version(folder):
    """The policy of a version folder, its weights taken from `policy.onnx`."""
    facts = json.loads((Path(folder) / "policy.json").read_text())
    weights = {name.removeprefix("policy."): tensor for name, tensor in read_initializers((Path(folder) / "policy.onnx").read_bytes()) if name.startswith("policy.")}
    hidden, width = facts["hiddenLength"], facts["memoryWidth"]
    sizes = Sizes(
        observation=len(facts["observationLabels"]),
        action=len(facts["actionLabels"]),
        continuous=facts["actionKind"] == "continuous",
        hidden=hidden,
        slots=facts["memorySlots"],
        width=width,
        reads=(weights["mix.weight"].shape[1] - hidden) // width,
    )
    policy = MemoryPolicy(sizes)
    policy.load_state_dict(weights)
    return policy.eval()


def read_initializers(model):
    """Name and tensor of each weight of an ONNX file (onnx.proto: ModelProto.graph is field 7, GraphProto.initializer 5, TensorProto dims 1, name 8, raw_data 9)."""
    for graph in fields(model, 7):
        for initializer in fields(graph, 5):
            shape, name, data = list(fields(initializer, 1)), next(fields(initializer, 8)), next(fields(initializer, 9), b"")
            if data and len(data) % 4 == 0:
                values = torch.frombuffer(bytearray(data), dtype=torch.float32)
                if values.numel() == torch.Size(shape).numel():
                    yield bytes(name).decode(), values.reshape(shape)


def fields(message, wanted):
    """Values of one field of a Protocol Buffers message: numbers, or bytes."""
    at = 0
    while at < len(message):
        key, at = varint(message, at)
        kind = key & 7
        if kind == 0:
            value, at = varint(message, at)
        else:
            length, at = {1: (8, at), 5: (4, at)}.get(kind) or varint(message, at)
            value, at = message[at : at + length], at + length
        if key >> 3 == wanted:
            yield value


def varint(message, at):
    value = shift = 0
    while True:
        byte = message[at]
        value, at, shift = value | (byte & 127) << shift, at + 1, shift + 7
        if byte < 128:
            return value, at
