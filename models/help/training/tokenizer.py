"""Byte-level BPE with the pre-tokenizer that llama.cpp calls "smollm".

Ids 0-3 are control tokens, then come the 256 bytes (in GPT-2's printable spelling), then the learned merges;
so every text can be encoded.
"""
import collections
import json
import re

SPECIAL = ["<|endoftext|>", "<|im_start|>", "<|im_end|>", "<|pad|>"]
# GPT-2's pattern; [^\W\d_] is a letter. Digits have been taken out before.
PIECE = re.compile(r"'s|'t|'re|'ve|'m|'ll|'d| ?[^\W\d_]+| ?(?:[^\s\w]|_)+|\s+(?!\S)|\s+")


def byte_alphabet():
    """GPT-2's map from a byte to a printable character."""
    printable = [*range(33, 127), *range(161, 173), *range(174, 256)]
    table, extra = {b: chr(b) for b in printable}, 0
    for byte in range(256):
        if byte not in table:
            table[byte] = chr(256 + extra)
            extra += 1
    return [table[b] for b in printable + [b for b in range(256) if b not in printable]], table


ALPHABET, BYTE_TO_CHAR = byte_alphabet()


def pieces(text):
    """Split as llama.cpp does: digits first, then the pattern within what is left."""
    found = []
    for part in re.split(r"(\d)", text):
        if part:
            found += [part] if part.isdigit() else PIECE.findall(part)
    return found


def spell(piece):
    return [BYTE_TO_CHAR[b] for b in piece.encode()]


def merge_pair(symbols, pair):
    """Join every neighbouring occurrence of the pair."""
    merged, i = [], 0
    while i < len(symbols):
        if tuple(symbols[i:i + 2]) == pair:
            merged.append(symbols[i] + symbols[i + 1])
            i += 2
        else:
            merged.append(symbols[i])
            i += 1
    return merged


def learn(texts, size):
    """Learn merges until the vocabulary has `size` entries; returns (vocabulary, merges)."""
    counts = collections.Counter(piece for text in texts for piece in pieces(text))
    words = {word: spell(word) for word in counts}
    vocabulary, merges = SPECIAL + ALPHABET, []
    while len(vocabulary) < size:
        pairs = collections.Counter()
        for word, count in counts.items():
            for pair in zip(words[word], words[word][1:]):
                pairs[pair] += count
        best, count = max(pairs.items(), key=lambda item: (item[1], item[0]))
        if count < 2:
            break
        merges.append(best)
        vocabulary.append("".join(best))
        words = {word: merge_pair(symbols, best) for word, symbols in words.items()}
    return vocabulary, merges


class Tokenizer:
    """Encodes text with a learned vocabulary."""

    def __init__(self, vocabulary, merges):
        self.vocabulary, self.merges = vocabulary, [tuple(m) for m in merges]
        self.ids = {token: i for i, token in enumerate(vocabulary)}
        self.rank = {pair: i for i, pair in enumerate(self.merges)}
        self.cache = {}

    @classmethod
    def load(cls, path):
        stored = json.loads(path.read_text())
        return cls(stored["vocabulary"], stored["merges"])

    def save(self, path):
        path.write_text(json.dumps({"vocabulary": self.vocabulary, "merges": self.merges}))

    def encode(self, text):
        """Ids of the text; the control tokens are recognised."""
        ids = []
        for part in re.split(r"(<\|[a-z_]+\|>)", text):
            if part in SPECIAL:
                ids.append(self.ids[part])
            else:
                for piece in pieces(part):
                    ids += self.encode_piece(piece)
        return ids

    def encode_piece(self, piece):
        if piece not in self.cache:
            symbols = spell(piece)
            while len(symbols) > 1:
                pair = min(zip(symbols, symbols[1:]), key=lambda p: self.rank.get(p, len(self.rank)))
                if pair not in self.rank:
                    break
                symbols = merge_pair(symbols, pair)
            self.cache[piece] = [self.ids[s] for s in symbols]
        return self.cache[piece]
