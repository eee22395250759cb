"""Canonical formulas → others that look different, for what a corpus shows too seldom: `python restyle.py CORPUS.txt.xz OUT.txt.xz`.

What tells `\\left(` from `(` or a `pmatrix` from an `array` in parentheses is a few pixels of blank, and the rarer of two
spellings is learnt only where both are met often. Every change here is one that TeX shows, so the label stays true.
The longer equations of the corpus are taken more often than its short formulas: they are what is hard to read.
"""

import argparse
import json
import lzma
import random
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

from typeset import GREEK, detokenise
from vocabulary import read_corpus

PAIRS = {"(": ")", "[": "]", r"\{": r"\}"}
MATRICES = {"pmatrix": (r"\left(", r"\right)"), "bmatrix": (r"\left[", r"\right]"), "vmatrix": (r"\left|", r"\right|")}
ACCENTS = (r"\overline", r"\tilde", r"\hat", r"\vec", r"\dot", r"\underline", r"\widetilde", r"\widehat", r"\not", r"\mathcal", r"\mathrm", r"\mathbf", r"\ddot", r"\check")
RELATIONS = {"=", r"\equiv", r"\leq", r"\geq", r"\sim", r"\simeq", r"\approx", r"\rightarrow", r"\propto"}
STRUCTURES = {r"\frac", r"\int", r"\sum", r"\sqrt", r"\left(", r"\left[", r"\partial", r"\begin{array}", r"\begin{pmatrix}", r"\overline"}

Tokens = list[str]


def close_of(tokens: Sequence[str], start: int) -> int | None:
    """Index of the fence that closes the one at `start`, in the same group and the same cell; None where there is none."""
    opener, closer = tokens[start], PAIRS[tokens[start]]
    braces = fences = depth = 0
    for i in range(start, len(tokens)):
        t = tokens[i]
        braces += (t == "{") - (t == "}")
        depth += t.startswith((r"\begin{", r"\left")) - t.startswith((r"\end{", r"\right"))
        if t in (r"\leftarrow", r"\leftrightarrow"):
            depth -= 1
        elif t == r"\rightarrow":
            depth += 1
        if braces < 0 or depth < 0 or (braces == depth == 0 and t in ("&", r"\\")):
            return None
        if braces == depth == 0:
            fences += (t == opener) - (t == closer)
            if fences == 0:
                return i
    return None


def stretch(tokens: Tokens, rng: random.Random) -> Tokens:
    """Some of the pairs of fences become `\\left … \\right`."""
    share = rng.choice((0.3, 0.7, 1.0))
    out = list(tokens)
    for i, t in enumerate(tokens):
        if t in PAIRS and rng.random() < share:
            end = close_of(tokens, i)
            if end is not None and end > i + 1 and not (i and tokens[i - 1].startswith((r"\left", r"\right"))):
                out[i], out[end] = r"\left" + t, r"\right" + tokens[end]
    return out


def relax(tokens: Tokens, rng: random.Random) -> Tokens:
    """Fences that stretch become fences that do not, unless one side of a pair is of another kind."""
    stack, out = [], list(tokens)
    for i, t in enumerate(tokens):
        if t.startswith(r"\left") and not t.startswith((r"\leftarrow", r"\leftrightarrow")):
            stack.append(i)
        elif t.startswith(r"\right") and t != r"\rightarrow" and stack:
            start = stack.pop()
            opener = tokens[start].removeprefix(r"\left")
            if PAIRS.get(opener) == t.removeprefix(r"\right") and not {"&", r"\\"} & set(tokens[start:i]) and rng.random() < 0.7:
                out[start], out[i] = opener, PAIRS[opener]
    return out


def spell_out_matrices(tokens: Tokens, rng: random.Random) -> Tokens:
    """`pmatrix` → an array between fences, its columns centred (or all to one side)."""
    out, tops = [], []
    side = "c" if rng.random() < 0.8 else rng.choice("lr")
    for i, t in enumerate(tokens):
        kind = t.removeprefix(r"\begin{").removesuffix("}") if t.startswith(r"\begin{") else ""
        if kind in MATRICES:
            columns, depth, count = 1, 0, 1
            for u in tokens[i + 1 :]:
                if depth == 0 and u == r"\end{" + kind + "}":
                    break
                depth += u.startswith(r"\begin{") - u.startswith(r"\end{")
                if depth == 0:
                    count = count + 1 if u == "&" else 1 if u == r"\\" else count
                    columns = max(columns, count)
            out += [MATRICES[kind][0], r"\begin{array}", "{", *[side] * columns, "}"]
            tops.append(kind)
        elif tops and t == r"\end{" + tops[-1] + "}":
            out += [r"\end{array}", MATRICES[tops.pop()][1]]
        else:
            out.append(t)
    return out


def columns_of_equations(tokens: Tokens, _: random.Random) -> Tokens:
    """`aligned` with relations in a column of their own (as in `eqnarray`) → an array of three columns."""
    if tokens[0] != r"\begin{aligned}" or tokens[-1] != r"\end{aligned}" or r"\begin{aligned}" in tokens[1:]:
        return tokens
    body = tokens[1:-1]
    rows, depth = [0], 0
    for t in body:
        depth += t.startswith(r"\begin{") - t.startswith(r"\end{")
        if depth == 0:
            if t == r"\\":
                rows.append(0)
            rows[-1] += t == "&"
    if max(rows) != 2:
        return tokens
    return [r"\begin{array}", "{", "r", "c", "l", "}", *body, r"\end{array}"]


def stagger(tokens: Tokens, rng: random.Random) -> Tokens:
    """`x_{a}^{b}` → `x_{a}{}^{b}`, as indices of tensors are written."""
    out: Tokens = []
    stack: list[bool] = []
    for i, t in enumerate(tokens):
        out.append(t)
        if t == "{":
            stack.append(i > 0 and tokens[i - 1] == "_")
        elif t == "}" and stack and stack.pop() and tokens[i + 1 : i + 2] == ["^"] and tokens[i + 2 : i + 4] != ["{", r"\prime"] and rng.random() < 0.6:
            out += ["{", "}"]
    return out


def replace(old: str, new: Sequence[str], share: float) -> Callable[[Tokens, random.Random], Tokens]:
    return lambda tokens, rng: [u for t in tokens for u in (new if t == old and rng.random() < share else [t])]


def accent(tokens: Tokens, rng: random.Random) -> Tokens:
    """One or two letters, wherever they stand, get one accent or alphabet."""
    letters = [i for i, t in enumerate(tokens) if len(t) == 1 and t.isalpha() and not inside_word(tokens, i)]
    if not letters:
        return tokens
    chosen = tokens[rng.choice(letters)]
    over = rng.choice(ACCENTS)
    return [u for i, t in enumerate(tokens) for u in ([over, "{", t, "}"] if t == chosen and i in letters else [t])]


def prime(tokens: Tokens, rng: random.Random) -> Tokens:
    """One letter gets a prime (or two) wherever it has no superscript."""
    letters = [i for i, t in enumerate(tokens) if (len(t) == 1 and t.isalpha() or t in GREEK) and not inside_word(tokens, i)]
    if not letters:
        return tokens
    chosen = tokens[rng.choice(letters)]
    mark = ["^", "{", *[r"\prime"] * rng.choice((1, 1, 1, 2)), "}"]
    return [u for i, t in enumerate(tokens) for u in ([t, *mark] if t == chosen and i in letters and tokens[i + 1 : i + 2] not in (["^"], ["_"]) else [t])]


def inside_word(tokens: Sequence[str], i: int) -> bool:
    """Whether token i is a letter of text, of an operator's name, of an alphabet's argument or of a column specification."""
    depth = 0
    for j in range(i - 1, -1, -1):
        depth += (tokens[j] == "}") - (tokens[j] == "{")
        if depth < 0:
            depth = 0
            before = tokens[j - 1] if j else ""
            if before.startswith((r"\text", r"\math", r"\operatorname", r"\begin{array}", r"\overline", r"\underline", r"\not")) or before in ACCENTS:
                return True
    return False


CHANGES: list[tuple[float, Callable[[Tokens, random.Random], Tokens]]] = [
    (0.3, stretch),
    (0.1, relax),
    (0.6, spell_out_matrices),
    (0.7, columns_of_equations),
    (0.15, stagger),
    (0.4, replace(r"\quad", [r"\qquad"], 0.7)),
    (0.3, replace(r"\ldots", [".", ".", "."], 1.0)),
    (0.5, replace(r"\perp", [r"\bot"], 1.0)),
    (0.3, accent),
    (0.12, prime),
]


def restyle(tokens: Tokens, rng: random.Random) -> Tokens:
    for share, change in CHANGES:
        if rng.random() < share:
            tokens = change(tokens, rng)
    return tokens


def interest(tokens: Sequence[str]) -> float:
    """How often a formula is taken beside others: equations of some length with something to them."""
    size = min(len(tokens), 110) / 40
    return size * (3.0 if RELATIONS & set(tokens) else 1.0) * (2.0 if STRUCTURES & set(tokens) else 1.0)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus")
    parser.add_argument("out", type=Path)
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    rng = random.Random(args.seed)
    formulas = read_corpus(args.corpus)
    weights = [interest(f) for f in formulas]
    made = {" ".join(restyle(f, rng)) for f in rng.choices(formulas, weights, k=args.count)}
    lines = sorted(made)
    rng.shuffle(lines)
    script = str(Path(__file__).with_name("canonical.mjs"))
    asked = "".join(json.dumps(detokenise(line.split(" "))) + "\n" for line in lines)
    answered = subprocess.run(["node", script], input=asked, capture_output=True, text=True, check=True).stdout.splitlines()
    canonical = [" ".join(json.loads(a)) for a in answered if a != "null"]
    with lzma.open(args.out, "wt", preset=1) as out:
        out.write("\n".join(canonical) + "\n")
    print(len(lines), "formulas,", len(canonical), "with a canonical form,", sum(a == b for a, b in zip(lines, canonical, strict=False)), "unchanged by it")


if __name__ == "__main__":
    main()
