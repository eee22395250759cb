"""Canonical tokens ↔ the decoder's vocabulary.

A command or script and its opening brace always come together, so they are one token of the decoder
(`_ {` → `_{`, `} ^ {` → `}^{`, `\\frac {` → `\\frac{`): a third fewer steps. The text of a token is valid LaTeX.
"""

import json
import lzma
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

VOCABULARY_FILE = Path(__file__).with_name("vocabulary.json")
PAD, BOS, EOS = 0, 1, 2
SPECIAL = ["<pad>", "<bos>", "<eos>"]


def merge(tokens: Sequence[str]) -> list[str]:
    out: list[str] = []
    for t in tokens:
        if t == "{" and out:
            last = out[-1]
            if last in ("_", "^"):
                out.pop()
                if out and out[-1] == "}":
                    out.pop()
                    last = "}" + last
                out.append(last + "{")
                continue
            if last == "}" or (last[0] == "\\" and last[1:].isalpha()):
                out[-1] = last + "{"
                continue
        out.append(t)
    return out


def split(token: str) -> list[str]:
    """A decoder token → canonical tokens."""
    if len(token) > 1 and token.endswith("{") and not token.endswith(r"\{"):
        body = token[:-1]
        return (["}", body[1:]] if body[0] == "}" and len(body) > 1 else [body]) + ["{"]
    return [token]


class Vocabulary:
    def __init__(self, tokens: list[str]) -> None:
        self.tokens = tokens
        self.index = {t: i for i, t in enumerate(tokens)}

    @staticmethod
    def load() -> "Vocabulary":
        return Vocabulary(json.loads(VOCABULARY_FILE.read_text()))

    def encode(self, canonical: Sequence[str]) -> list[int] | None:
        """→ ids, or None when a token is too rare to be in the vocabulary."""
        ids = [self.index.get(t) for t in merge(canonical)]
        return None if None in ids else ids

    def decode(self, ids: Iterable[int]) -> list[str]:
        return [part for i in ids if i > EOS for part in split(self.tokens[i])]


def read_corpus(path: str | Path) -> list[list[str]]:
    """Canonical formulas, one a line, their tokens separated by blanks."""
    with lzma.open(path, "rt") as lines:
        return [line.split() for line in lines]


def learn(corpus: str, at_least: int = 20) -> None:
    counts: Counter[str] = Counter()
    for formula in read_corpus(corpus):
        counts.update(merge(formula))
    tokens = SPECIAL + [t for t, c in counts.most_common() if c >= at_least]
    VOCABULARY_FILE.write_text(json.dumps(tokens, indent=0) + "\n")
    print(len(tokens), [t for t in tokens if t.endswith("{")])


if __name__ == "__main__":
    learn(sys.argv[1])
