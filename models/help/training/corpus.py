"""Load the data files: what the model knows, and the ways to ask for it.

The text files under data/ are the only source. Nothing here is random; chats.py makes
conversations out of it, and heldout_questions() lists what is kept away from training.
"""
import json
import re
import zlib
from dataclasses import dataclass, field
from pathlib import Path

DATA = Path(__file__).parent / "data"
HELD_OUT_PAIR = 12  # one (verb, object) pair in twelve is never trained on
DETERMINERS = {"my", "the", "all", "one", "a", "an", "our", "other", "existing", "several", "many"}
AUTH_SENTENCE = {
    "none": "It needs no token.",
    "jwt": "Add an Authorization: Bearer header with your JWT.",
    "rpc": "Use a Bearer JWT or an API key.",
    "rpcadmin": "You need an admin JWT.",
    "admin": "You need an admin JWT.",
    "static": "Add an Authorization: Bearer header with your token.",
    "query": "Put your JWT into the token parameter.",
    "message": "Put your token into every message.",
}


@dataclass(frozen=True)
class Operation:
    """One documented call and the ways to ask for it."""
    call: str
    api: str
    port: str
    auth: str
    entity: str
    needs: str
    returns: str
    say: list = field(hash=False)
    held_out: str = ""
    verbs: list = field(default_factory=list, hash=False)
    objects: list = field(default_factory=list, hash=False)
    situations: list = field(default_factory=list, hash=False)

    @property
    def method(self):
        return self.call.split(" ", 1)[0]

    @property
    def path(self):
        return self.call.split(" ", 1)[1]


@dataclass(frozen=True)
class Fact:
    """One answer and the questions that lead to it."""
    ask: list = field(hash=False)
    held_out: str
    answer: str


def read_blocks(name):
    """Yield one dict per blank-line separated block of `key: value` lines."""
    for block in re.split(r"\n\s*\n", (DATA / name).read_text(encoding="utf-8")):
        lines = [line for line in block.splitlines() if line.strip() and not line.startswith("#")]
        if lines:
            yield {key.strip(): value.strip() for key, value in (line.split(":", 1) for line in lines)}


def read_sections(name):
    """Return {section: [line, ...]} of a file with [section] headings; leading and trailing spaces count."""
    sections, current = {}, None
    for line in (DATA / name).read_text(encoding="utf-8").splitlines():
        heading = re.fullmatch(r"\[(.+)\]", line)
        if heading:
            current = sections.setdefault(heading[1], [])
        elif line.strip() and current is not None:
            current.append(line)
    return sections


def split(text, separator):
    """Split a list that is written on one line."""
    return [part.strip() for part in text.split(separator) if part.strip()]


def load_operations():
    situations = {b["call"]: split(b["ask"], ";") for b in read_blocks("situations.txt")}
    return [Operation(b["call"], b["api"], b["port"], b["auth"], b["entity"], b["needs"], b["returns"],
                      split(b["say"], ";"), b["held out"], split(b["verbs"], ","), split(b["objects"], ","), situations[b["call"]])
            for b in read_blocks("operations.txt")]


def load_facts(name):
    return [Fact(split(b["ask"], ";"), b["held out"], b["answer"]) for b in read_blocks(name)]


def load_verbs():
    lines = (DATA / "verbs.txt").read_text(encoding="utf-8").splitlines()
    return {group: split(verbs, ",") for group, verbs in
            (line.split(":", 1) for line in lines if ":" in line and not line.startswith("#"))}


OPERATIONS = load_operations()
FACTS = load_facts("facts.txt")
TALK = load_facts("talk.txt")
VERBS = load_verbs()
FRAMES = read_sections("frames.txt")
UNKNOWN_THINGS = split(" ".join(FRAMES["unknown things"]), ",")
UNKNOWN_ANSWER = ("I do not know about that. I am a small help model for this product's APIs. "
                  "Load a larger GGUF model for general questions.")
SUM_ANSWER = "I can not calculate reliably. Load a larger GGUF model, or use run.exec to compute it."
INTENTS = OPERATIONS + FACTS  # what the embeddings are taught to tell apart


def bare(phrase):
    """A phrase without articles and case, so that a held-out phrase is not trained on in another dress."""
    return " ".join(word for word in phrase.lower().split() if word not in ("a", "an", "the", "my"))


HELD_OUT_PHRASES = {bare(op.held_out) for op in OPERATIONS}


def is_held_out_pair(op, verb, thing):
    return zlib.crc32(f"{op.call}|{verb}|{thing}".encode()) % HELD_OUT_PAIR == 0


def how_to_call(op):
    if op.method == "RPC":
        return f"Call the JSON-RPC method {op.path} on POST /rpc"
    if op.method == "WS":
        return f"Open the WebSocket {op.path}"
    return f"Send {op.method} {op.path}"


def answer(op):
    """The one canonical answer to every question about an operation."""
    needs = "" if op.needs in ("no body", "no params") else f" with {op.needs}"
    return (f"{how_to_call(op)}{needs}. It returns {op.returns}. {AUTH_SENTENCE[op.auth]} "
            f"This is part of {op.api} on port {op.port}.")


def graphql_answer(op):
    """The answer when somebody asks for the GraphQL way."""
    reads = op.method == "GET" or op.path.split(".")[-1] in ("read", "list", "describe", "status", "history", "open", "list_models")
    kind = "subscription" if op.method == "WS" else "query" if reads else "mutation"
    rest = how_to_call(op).replace("Send ", "").replace("Call t", "t").replace("Open t", "t")
    return (f"Send a GraphQL {kind} to http://localhost:4000/graphql; the playground there shows its fields. "
            f"Without GraphQL it is {rest} of {op.api}.")


def heldout_questions():
    """Every question that is scored: {kind, question, call or answer}. None of them is trained on."""
    found = []
    frames = FRAMES["held out"]
    for index, op in enumerate(OPERATIONS):
        frame = frames[index % len(frames)]
        found.append({"kind": "phrase", "question": f"How do I {op.held_out}?", "call": op.call})
        found.append({"kind": "frame", "question": frame.format(a=op.say[0]), "call": op.call})
        found.append({"kind": "both", "question": frame.format(a=op.held_out), "call": op.call})
        found += [{"kind": "pair", "question": f"How do I {phrase}?", "call": op.call} for phrase in held_out_pairs(op)[:2]]
    for fact in FACTS:
        question = fact.held_out[0].upper() + fact.held_out[1:] + "?"
        found.append({"kind": "fact", "question": question, "answer": fact.answer})
    found += [{"kind": "talk", "question": talk.held_out, "answer": talk.answer} for talk in TALK]
    for block in read_blocks("exam.txt"):
        for question in split(block["ask"], ";"):
            expected = {"call": block["call"]} if "call" in block else {"answer": UNKNOWN_ANSWER}
            found.append({"kind": "exam" if "call" in block else "refusal", "question": question, **expected})
    return found


def held_out_pairs(op):
    pairs = [(verb, thing) for group in op.verbs for verb in VERBS[group] for thing in op.objects
             if is_held_out_pair(op, verb, thing)]
    phrases = [f"{verb} {thing}" if takes_no_article(thing) else f"{verb} the {thing}" for verb, thing in pairs]
    written = {bare(phrase) for other in OPERATIONS for phrase in other.say}
    return [phrase for phrase in phrases if bare(phrase) not in written]


def takes_no_article(thing):
    return thing.split()[0] in DETERMINERS or thing.endswith("s")


def examination():
    """Everything evaluate.mjs needs: scored questions, and a search for each operation by an unseen wording."""
    frames = FRAMES["held out"]
    return {
        "questions": heldout_questions(),
        "documents": [f"How do I {op.say[0]}?" for op in OPERATIONS],
        "searches": [f"Which route is used to {op.held_out}?" for op in OPERATIONS],
        "unseenSearches": [frames[i % len(frames)].format(a=op.held_out) for i, op in enumerate(OPERATIONS)],
    }


if __name__ == "__main__":
    print(json.dumps(examination(), indent=1, ensure_ascii=False))
