#!/usr/bin/env python3
"""Train the help model on generated chats and write it as GGUF.

    python3 models/help/training/train.py --seconds 3600

does everything: it learns the tokenizer (once per work folder), trains, and exports. Give --start CHECKPOINT to go on
from an earlier run: a second phase with other data or a lower --rate. Nothing outside --work is written.

What is learned in one step: the next token, counted fully in answers, lightly in questions, not at all in the
markup; and, in every third step, that two wordings of one intent have similar mean-pooled states (InfoNCE), which
makes the model usable for embeddings.
"""
import os

os.environ.setdefault("OMP_NUM_THREADS", "1")  # more threads only wait for each other at this size
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import argparse
import ctypes
import math
import time
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import distributed, multiprocessing

import corpus
import gguf
from chats import ChatWriter
from model import HelpModel, Shape
from tokenizer import Tokenizer, learn

TOKENIZER_FILE = "tokenizer.json"
QUESTION_WEIGHT = 0.1
CONTRAST_EVERY, CONTRAST_WEIGHT, CONTRAST_INTENTS, TEMPERATURE = 3, 0.3, 48, 0.07
WARM_UP_STEPS = 80
CHATS_PER_POOL = 768
CUT_SHARE, CUT_TOKENS = 0.75, 24  # most of the one-turn chats end early in the answer: the choice of the call is what is hard
CHECKPOINT_SECONDS = 300


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--work", type=Path, default=Path("/tmp/help-model"), help="folder for tokenizer, checkpoints and GGUF files")
    parser.add_argument("--seconds", type=float, default=3600, help="training time; the rate follows a cosine over it")
    parser.add_argument("--rate", type=float, default=2e-3, help="highest learning rate")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--start", type=Path, help="checkpoint to go on from")
    parser.add_argument("--processes", type=int, default=1, help="how many cores to use; each process trains on its own batches")
    parser.add_argument("--batch", type=int, default=3000, help="tokens in a batch, over all processes")
    parser.add_argument("--name", default="help", help="name of the output files")
    return parser.parse_args()


def get_tokenizer(work, seed):
    """The tokenizer of the work folder; learned from generated chats if there is none yet."""
    path = work / TOKENIZER_FILE
    if not path.exists():
        writer = ChatWriter(seed + 1000)
        chats = [writer.chat() for _ in range(4000)]
        texts = [text for chat in chats for text in [chat.system, *(t for turn in chat.turns for t in turn)]]
        Tokenizer(*learn(texts, Shape().vocabulary)).save(path)
    return Tokenizer.load(path)


def encode_chat(tokenizer, chat, context):
    """Token ids in ChatML and the weight of each in the loss."""
    ids, weights = [], []

    def add(text, weight):
        encoded = tokenizer.encode(text)
        ids.extend(encoded)
        weights.extend([weight] * len(encoded))

    if chat.system:
        add(f"<|im_start|>system\n{chat.system}<|im_end|>\n", 0.0)
    for question, answer in chat.turns:
        add("<|im_start|>user\n", 0.0)
        add(question, QUESTION_WEIGHT)
        add("<|im_end|>\n<|im_start|>assistant\n", 0.0)
        add(f"{answer}<|im_end|>", 1.0)
        add("\n", 0.0)
    return ids[:context], weights[:context]


def cut_early(chat_ids, weights):
    """Keep only the beginning of the answer."""
    start = next(i for i, weight in enumerate(weights) if weight == 1.0)
    return chat_ids[:start + CUT_TOKENS], weights[:start + CUT_TOKENS]


def encoded_chat(tokenizer, writer, context):
    chat = writer.chat()
    encoded = encode_chat(tokenizer, chat, context)
    return cut_early(*encoded) if len(chat.turns) == 1 and writer.random.random() < CUT_SHARE else encoded


def batches(tokenizer, writer, context, size):
    """Endless batches of chats of similar length, each of about `size` tokens."""
    while True:
        pool = sorted((encoded_chat(tokenizer, writer, context) for _ in range(CHATS_PER_POOL)), key=lambda c: len(c[0]))
        groups, group = [], []
        for chat in pool:
            if group and len(chat[0]) * (len(group) + 1) > size:
                groups.append(group)
                group = []
            group.append(chat)
        writer.random.shuffle(groups)  # the last, unfinished group is left out
        for group in groups:
            yield pad([c[0] for c in group], tokenizer.ids["<|pad|>"]), pad([c[1] for c in group], 0.0)


def pad(rows, value):
    """Rows of different length as one tensor."""
    length = max(map(len, rows))
    return torch.tensor([row + [value] * (length - len(row)) for row in rows])


def language_loss(model, ids, weights):
    """Weighted cross entropy of the next token, computed only where it counts."""
    targets, weights = ids[:, 1:], weights[:, 1:]
    counted = weights > 0
    logits = model.logits(model.states(ids[:, :-1])[counted])
    losses = F.cross_entropy(logits, targets[counted], reduction="none")
    return (losses * weights[counted]).sum() / weights.sum()


def pooled(model, tokenizer, texts):
    """Normalised mean of the states of each text: what llama.cpp computes with pooling type 1."""
    rows = [tokenizer.encode(text)[:64] for text in texts]
    ids, mask = pad(rows, tokenizer.ids["<|pad|>"]), pad([[1.0] * len(row) for row in rows], 0.0)
    states = model.states(ids) * mask[..., None]
    return F.normalize(states.sum(1) / mask.sum(1, keepdim=True), dim=-1)


def wording(writer, intent):
    """One way to say an intent: a question or a bare phrase."""
    if isinstance(intent, corpus.Operation) and writer.random.random() < 0.2:
        return writer.action(intent)
    return writer.question(intent)


def meaning(intent):
    return corpus.answer(intent) if isinstance(intent, corpus.Operation) else intent.answer


def some_intents(writer):
    """Neighbours in the data files are about the same thing: half of the time take those, they are hard to tell apart."""
    intents = corpus.INTENTS
    if writer.random.random() < 0.5:
        return writer.random.sample(intents, CONTRAST_INTENTS)
    first = writer.random.randrange(len(intents))
    return (intents + intents)[first:first + CONTRAST_INTENTS]


def contrastive_loss(model, tokenizer, writer):
    """InfoNCE between two wordings of each of some intents; at times between wordings and (longer) answers."""
    intents = some_intents(writer)
    with_answers = writer.random.random() < 0.1
    left = pooled(model, tokenizer, [wording(writer, i) for i in intents])
    right = pooled(model, tokenizer, [meaning(i) if with_answers else wording(writer, i) for i in intents])
    similarity, same = left @ right.T / TEMPERATURE, torch.arange(len(intents))
    return (F.cross_entropy(similarity, same) + F.cross_entropy(similarity.T, same)) / 2


def make_optimizer(model, rate):
    matrices = [p for p in model.parameters() if p.dim() > 1]
    vectors = [p for p in model.parameters() if p.dim() <= 1]
    groups = [{"params": matrices, "weight_decay": 0.1}, {"params": vectors, "weight_decay": 0.0}]
    return torch.optim.AdamW(groups, lr=rate, betas=(0.9, 0.95))


def learning_rate(peak, step, done):
    """Linear warm-up by steps, then a cosine by wall time (`done` is the share of the time budget)."""
    cosine = 0.01 + 0.99 * 0.5 * (1 + math.cos(math.pi * min(1.0, done)))
    return peak * min(1.0, (step + 1) / WARM_UP_STEPS) * cosine


def save(model, path):
    torch.save({"shape": model.shape.to_dict(), "weights": model.state_dict()}, path)


def load(path):
    stored = torch.load(path, map_location="cpu")
    model = HelpModel(Shape(**stored["shape"]))
    model.load_state_dict(stored["weights"])
    return model


class Progress:
    """Running means and a line now and then."""

    def __init__(self):
        self.started, self.tokens, self.means = time.time(), 0, {}

    def note(self, name, value):
        old = self.means.get(name, value)
        self.means[name] = 0.97 * old + 0.03 * value

    def report(self, step, rate):
        seconds = time.time() - self.started
        means = " ".join(f"{name} {value:.4f}" for name, value in self.means.items())
        print(f"step {step} {seconds:.0f} s {means} tokens {self.tokens} ({self.tokens / seconds:.0f}/s) rate {rate:.5f}", flush=True)


def fit(model, tokenizer, options, rank=0):
    """Train for options.seconds; the first process saves a checkpoint every few minutes and at the end."""
    writer, progress = ChatWriter(options.seed * 1000 + rank), Progress()
    optimizer = make_optimizer(model, options.rate)
    started = saved = time.time()
    for step, batch in enumerate(batches(tokenizer, writer, model.shape.context, options.batch // options.processes)):
        done = (time.time() - started) / max(options.seconds, 1e-6)
        rate = learning_rate(options.rate, step, done)
        compute_gradients(model, batch, step, tokenizer, writer, progress)
        if average_gradients(model, done, options.processes) >= 1:
            break
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        for group in optimizer.param_groups:
            group["lr"] = rate
        optimizer.step()
        if rank == 0 and step % 50 == 49:
            progress.report(step + 1, rate)
        if rank == 0 and time.time() - saved > CHECKPOINT_SECONDS:
            save(model, checkpoint_path(options))
            saved = time.time()
    if rank == 0:
        save(model, checkpoint_path(options))


def compute_gradients(model, batch, step, tokenizer, writer, progress):
    loss = language_loss(model, *batch)
    progress.note("loss", loss.item())
    if step % CONTRAST_EVERY == 0:
        contrast = contrastive_loss(model, tokenizer, writer)
        progress.note("contrast", contrast.item())
        loss = loss + CONTRAST_WEIGHT * contrast
    model.zero_grad()
    loss.backward()
    progress.tokens += batch[0].numel()


def average_gradients(model, done, processes):
    """Average the gradients and `done` over all processes, so that all of them take the same steps and stop together."""
    if processes == 1:
        return done
    gradients = [parameter.grad for parameter in model.parameters()]
    flat = torch.cat([gradient.flatten() for gradient in gradients] + [torch.tensor([done])])
    distributed.all_reduce(flat)
    flat /= processes
    parts = flat[:-1].split([gradient.numel() for gradient in gradients])
    for gradient, part in zip(gradients, parts):
        gradient.copy_(part.view_as(gradient))
    return flat[-1].item()


def checkpoint_path(options):
    return options.work / f"{options.name}.pt"


def keep_freed_memory():
    """Tell glibc not to return freed memory to the kernel: asking for it again costs a fifth of the time."""
    trim_threshold, mmap_threshold = -1, -3
    libc = ctypes.CDLL(None)
    if hasattr(libc, "mallopt"):
        libc.mallopt(trim_threshold, 2**31 - 1)
        libc.mallopt(mmap_threshold, 2**30)


def train_in_process(rank, options):
    """One training process; with --processes 1 the only one."""
    torch.set_num_threads(1)
    torch.set_flush_denormal(True)
    keep_freed_memory()
    torch.manual_seed(options.seed)  # the same first weights everywhere
    tokenizer = Tokenizer.load(options.work / TOKENIZER_FILE)
    model = load(options.start) if options.start else HelpModel(Shape(vocabulary=len(tokenizer.vocabulary)))
    if options.processes > 1:
        meeting = f"file://{options.work.resolve()}/{options.name}.meeting"
        distributed.init_process_group("gloo", init_method=meeting, rank=rank, world_size=options.processes)
    fit(model, tokenizer, options, rank)


def main():
    options = arguments()
    options.work.mkdir(parents=True, exist_ok=True)
    (options.work / f"{options.name}.meeting").unlink(missing_ok=True)
    tokenizer = get_tokenizer(options.work, options.seed)
    if options.processes > 1:
        multiprocessing.spawn(train_in_process, (options,), options.processes)
    else:
        train_in_process(0, options)
    model = load(checkpoint_path(options))
    target = options.work / f"{options.name}.q8_0.gguf"
    gguf.export(model, tokenizer, target)
    print(f"{sum(p.numel() for p in model.parameters())} parameters, {target.stat().st_size} bytes in {target}")


if __name__ == "__main__":
    main()
