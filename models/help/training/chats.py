"""Make up conversations: the training text is generated, never downloaded."""
import random
import re
from dataclasses import dataclass

import corpus
from corpus import FACTS, FRAMES, OPERATIONS, TALK, UNKNOWN_THINGS, VERBS, Operation

# What a turn is about, and how often.
MIX = {"operation": 50, "fact": 25, "talk": 6, "unknown": 13, "sum": 3, "graphql": 3}
ADJECTIVES = {"create": ["new", "fresh", "second", "another"]}
OTHER_ADJECTIVES = ["certain", "specific", "single", "given", "particular", "old", "new", "small", "running"]
DOUBLES_LAST_LETTER = {"get", "set", "put", "run", "stop", "begin", "submit", "drop", "log", "shut", "cut", "let", "step", "wrap"}
CONSONANTS, VOWELS = "bcdfghjklmnprstvwz", ["a", "e", "i", "o", "u", "an", "er", "in", "ol", "us", "ea", "oo"]
PRONOUN_PHRASES = {
    "create": ["create one", "make one", "add another one"], "list": ["list them", "see all of them", "show them all"],
    "get": ["look at it", "see it", "get its details"], "delete": ["delete it", "remove it", "get rid of it"],
    "cancel": ["cancel it", "abort it"], "stop": ["stop it", "shut it down", "end it"], "start": ["start it", "boot it"],
    "status": ["check its status", "see how it is doing"], "update": ["change it", "update it"],
    "finish": ["complete it", "finish it"], "copy": ["copy it", "duplicate it"], "move": ["move it", "rename it"],
    "save": ["save it", "write it"], "load": ["load it"], "unload": ["unload it"], "download": ["download it"],
    "refresh": ["refresh it", "renew it"], "respond": ["respond to it", "accept it"], "search": ["search them"],
    "run": ["run something in it", "use it"],
}
NEEDS_TOKEN = {"none": "No, it needs no token.", "jwt": "Yes, send a Bearer JWT.", "static": "Yes, send a Bearer token.",
               "rpc": "Yes, send a Bearer JWT or an X-API-Key header.", "rpcadmin": "Yes, an admin JWT.",
               "admin": "Yes, an admin JWT.", "query": "Yes, put a JWT into the token parameter.",
               "message": "Yes, put your token into every message."}
FOLLOW_UPS = {
    "returns": ["What does it return?", "and what comes back?", "what is in the response?", "What do I get back?",
                "what will the answer look like?", "which fields does it return?", "and the result?"],
    "needs": ["Which fields does it need?", "what do I have to send?", "What are the parameters?", "what goes into the body?",
              "which arguments does it take?", "what does it need?", "and the input?"],
    "token": ["Do I need a token?", "is authentication needed?", "must I be logged in?", "which token does it need?",
              "do I need to sign in for that?"],
    "product": ["Which product is that?", "which API is this?", "which port?", "Where is that?", "on which port is it?",
                "what service is that?", "which host and port?"],
    "graphql": ["And in GraphQL?", "how do I do that with GraphQL?", "can I do this in GraphQL?", "what about the graph?"],
}
PRONOUN_FRAMES = ["How do I {a}?", "and how do I {a}?", "and to {a}?", "How can I {a}?", "what if I want to {a}?",
                  "then how do I {a}", "now I want to {a}", "and {a}?"]


@dataclass
class Chat:
    system: str
    turns: list  # [(question, answer), ...]


class ChatWriter:
    """Writes questions and chats. One seed gives one stream of text."""

    def __init__(self, seed):
        self.random = random.Random(seed)

    # ---- questions -------------------------------------------------------------------------------------------

    def question(self, intent):
        """One way to ask for an operation or a fact."""
        return self.operation_question(intent) if isinstance(intent, Operation) else self.fact_question(intent)

    def operation_question(self, op):
        if self.random.random() < 0.15:
            return self.noise(self.dress(self.random.choice(op.situations)))
        action = self.action(op)
        kind = self.random.choices(["action", "gerund", "service"], [76, 12, 12])[0]
        text = self.random.choice(FRAMES[kind]).format(a=action, g=gerund(action), s=op.api)
        return self.noise(self.dress(text))

    def graphql_question(self, op):
        return self.noise(self.random.choice(FRAMES["graphql"]).format(a=self.action(op)))

    def fact_question(self, fact):
        asked = self.random.choice(fact.ask)
        return self.noise(self.random.choice(FRAMES["fact"]).format(q=asked, Q=upper_first(asked)))

    def action(self, op):
        """A verb phrase: one that was written by hand, or a verb and an object."""
        return self.random.choice(op.say) if self.random.random() < 0.45 else self.verb_and_object(op)

    def verb_and_object(self, op):
        while True:
            group = self.random.choice(op.verbs)
            verb, thing = self.random.choice(VERBS[group]), self.random.choice(op.objects)
            phrase = f"{verb} {self.with_article(thing, group)}"
            if not corpus.is_held_out_pair(op, verb, thing) and corpus.bare(phrase) not in corpus.HELD_OUT_PHRASES:
                return phrase

    def with_article(self, thing, group):
        first = thing.split()[0]
        if first in corpus.DETERMINERS or (thing[0].isupper() and self.random.random() < 0.3):
            return thing
        if thing.endswith("s"):
            return self.random.choice(["", "", "", "the ", "my ", "some "]) + thing
        if self.random.random() < 0.1:
            thing = f"{self.random.choice(ADJECTIVES.get(group, OTHER_ADJECTIVES))} {thing}"
        article = "an " if thing[0] in "aeiouAEIO" else "a "
        return self.random.choice([article, article, "the ", "my ", ""]) + thing

    def dress(self, text):
        """Sometimes add a greeting before or a detail after."""
        if self.random.random() < 0.12:
            text = self.random.choice(FRAMES["before"]) + text
        if self.random.random() < 0.10:
            text = text.rstrip() + self.random.choice(FRAMES["after"])
        return upper_first(text) if self.random.random() < 0.6 else text

    def noise(self, text):
        """People type carelessly: no capitals, no question mark, a letter wrong."""
        if self.random.random() < 0.18:
            text = text.lower()
        if self.random.random() < 0.18:
            text = text.rstrip("?.")
        if self.random.random() < 0.10 and len(text) > 10:
            text = self.misspell(text)
        return text

    def misspell(self, text):
        at = self.random.randrange(1, len(text) - 2)
        kind = self.random.randrange(3)
        if kind == 0:
            return text[:at] + text[at + 1] + text[at] + text[at + 2:]
        return text[:at] + text[at + 1:] if kind == 1 else text[:at] + text[at] + text[at:]

    # ---- turns and chats -------------------------------------------------------------------------------------

    def turn(self):
        """(question, answer, operation or None)"""
        kind = self.random.choices(list(MIX), list(MIX.values()))[0]
        op = self.random.choice(OPERATIONS)
        if kind == "operation":
            return self.operation_question(op), corpus.answer(op), op
        if kind == "graphql":
            return self.graphql_question(op), corpus.graphql_answer(op), None
        if kind == "fact":
            fact = self.random.choice(FACTS)
            return self.fact_question(fact), fact.answer, None
        if kind == "talk":
            talk = self.random.choice(TALK)
            return self.noise(self.random.choice(talk.ask)), talk.answer, None
        return self.refused(kind), corpus.SUM_ANSWER if kind == "sum" else corpus.UNKNOWN_ANSWER, None

    def refused(self, kind):
        if kind == "sum":
            x, y = self.random.choice([9, 99, 999]), self.random.choice([9, 99, 999])
            sign = self.random.choice(["+", "-", "*", "/", "plus", "minus", "times", "divided by"])
            return self.random.choice(FRAMES["sums"]).format(x=self.random.randint(0, x), y=self.random.randint(0, y), o=sign)
        thing, other = self.unknown_thing(), self.unknown_thing()
        text = self.random.choice(FRAMES["unknown"]).format(n=thing, m=other)
        return self.noise(self.dress(re.sub(r"\b(a|the|my|best) (a|an|the|my) ", r"\1 ", text)))

    def unknown_thing(self):
        """Something the model knows nothing about; at times a word that nobody has heard."""
        if self.random.random() < 0.7:
            return self.random.choice(UNKNOWN_THINGS)
        word = "".join(self.random.choice(CONSONANTS) + self.random.choice(VOWELS) for _ in range(self.random.randint(2, 4)))
        return word if self.random.random() < 0.5 else upper_first(word)

    def follow_up(self, op):
        """(question, answer, operation) about the operation of the turn before."""
        sibling = self.random.choice(siblings(op) or [None])
        if sibling and self.random.random() < 0.5:
            other, group = sibling
            text = self.random.choice(PRONOUN_FRAMES).format(a=self.random.choice(PRONOUN_PHRASES[group]))
            return self.noise(upper_first(text)), corpus.answer(other), other
        kind = self.random.choice(list(FOLLOW_UPS))
        said = {"returns": f"It returns {op.returns}.", "needs": f"It needs {op.needs}.", "token": NEEDS_TOKEN[op.auth],
                "product": f"That is part of {op.api} on port {op.port}.", "graphql": corpus.graphql_answer(op)}[kind]
        return self.noise(self.random.choice(FOLLOW_UPS[kind])), said, op

    def chat(self):
        """Most chats are one question; some are long, so that far positions are trained too."""
        length = self.random.choices([1, 2, 3, self.random.randint(4, 8), self.random.randint(8, 16)], [80, 9, 5, 4, 2])[0]
        system = self.random.choice(FRAMES["system"]) if self.random.random() < 0.5 else ""
        turns, op = [], None
        for _ in range(length):
            question, said, op = self.follow_up(op) if op and self.random.random() < 0.45 else self.turn()
            turns.append((question, said))
        return Chat(system, turns)


def siblings(op):
    """Other operations on the same entity that a pronoun phrase points to without doubt: [(operation, verb group)]."""
    family = [other for other in OPERATIONS if op.entity and other.entity == op.entity and other.api == op.api]
    groups = [group for other in family for group in other.verbs]
    return [(other, group) for other in family if other is not op for group in other.verbs
            if group in PRONOUN_PHRASES and groups.count(group) == 1]


def gerund(action):
    """"create an environment" -> "creating an environment"."""
    verb, _, rest = action.partition(" ")
    if verb.endswith("ie"):
        verb = verb[:-2] + "ying"
    elif verb.endswith("e") and not verb.endswith("ee"):
        verb = verb[:-1] + "ing"
    else:
        verb += (verb[-1] if verb in DOUBLES_LAST_LETTER else "") + "ing"
    return f"{verb} {rest}".strip()


def upper_first(text):
    return text[:1].upper() + text[1:]


if __name__ == "__main__":
    writer = ChatWriter(1)
    for _ in range(12):
        print(writer.chat(), "\n")
