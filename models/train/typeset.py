"""Canonical formulas → LaTeX sources as authors write them → DVI pages with glyph positions.

The canonical form drops spacing, sizes and spelling variants. They are put back at random here, so that the
model sees the variety of real papers and answers with the canonical spelling.
"""

import random
import re
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from dvi import DviReader, Font, Page

PREAMBLES = {
    "cm10": r"\documentclass[10pt]{article}",
    "cm11": r"\documentclass[11pt]{article}",
    "cm12": r"\documentclass[12pt]{article}",
}
COMMON = r"""
\usepackage{amsmath,amssymb,amsbsy,mathrsfs}
\batchmode
\hsize=90cm \textwidth=90cm \linewidth=90cm \columnwidth=90cm \displaywidth=90cm
\hfuzz=\maxdimen \vfuzz=\maxdimen \hbadness=10000 \vbadness=10000
\parindent=0pt \abovedisplayskip=0pt \belowdisplayskip=0pt \abovedisplayshortskip=0pt \belowdisplayshortskip=0pt
\def\Inline#1#2{\setbox0\vbox{\hbox{$#2$}\par}\count0=#1\relax\shipout\box0{\setbox0\vbox{x\par}}}
\def\Display#1#2{\setbox0\vbox{#2\par}\count0=#1\relax\shipout\box0 }
\begin{document}
"""

GREEK = {"\\" + g for g in (
    "alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa", "lambda", "mu", "nu", "xi",
    "pi", "rho", "sigma", "tau", "upsilon", "phi", "chi", "psi", "omega", "varepsilon", "vartheta", "varphi", "varrho",
    "varsigma", "varpi", "partial", "ell", "nabla", "hbar",
)}  # fmt: skip
VARIANTS: dict[str, list[tuple[str, float]]] = {
    r"\rightarrow": [(r"\to", 0.3), (r"\longrightarrow", 0.22)],
    r"\leftarrow": [(r"\longleftarrow", 0.2)],
    r"\Rightarrow": [(r"\Longrightarrow", 0.25), (r"\implies", 0.15)],
    r"\Leftrightarrow": [(r"\iff", 0.2), (r"\Longleftrightarrow", 0.2)],
    r"\leftrightarrow": [(r"\longleftrightarrow", 0.2)],
    r"\mapsto": [(r"\longmapsto", 0.2)],
    r"\|": [(r"\parallel", 0.08)],
    r"\varnothing": [(r"\emptyset", 0.6)],
    r"\frac": [(r"\dfrac", 0.02), (r"\tfrac", 0.03)],
    r"\ldots": [(r"\dots", 0.3)],
    r"\setminus": [(r"\smallsetminus", 0.1)],
    r"\approx": [(r"\thickapprox", 0.03)],
    r"\sim": [(r"\thicksim", 0.02)],
    r"\propto": [(r"\varpropto", 0.1)],
}
SPACES = [r"\,", r"\,", r"\,", r"\;", r"\ ", r"\!", r"\:", "~", r"\;\;", r"\hspace{2mm}"]
APART = 0.4
"""How many formulas have spaces between the parts of a line that have no place in the canonical form, which keeps `\\quad`
and `\\qquad` alone. Authors who do not write those write others at the same places.
"""
DIVIDERS = (",", ";", ":")
CONDITIONS = (r"\forall", r"\text", r"\mathrm")
TRAILERS = [("", 0.42), (",", 0.17), (".", 0.17), (r"\,.", 0.05), (r"\,,", 0.05), (r"\ .", 0.04), (r"\ ,", 0.04), (";", 0.02),
            (r"~,", 0.02), (r"\;.", 0.02)]
OPENERS = {"(": ")", "[": "]", r"\{": r"\}"}
OPENS, CLOSES = re.compile(r"[{(\[]|\\begin|\\left(?![a-z])"), re.compile(r"[})\]]|\\end|\\right(?![a-z])")
LIKE_ROW_SPACE = ("[", "*")
"""What TeX would take, behind the end of a row, for the space below it."""
TALL = {r"\frac", r"\sum", r"\int", r"\prod", r"\sqrt", r"\binom"}


def detokenise(tokens: Sequence[str]) -> str:
    """Tokens → LaTeX text, with a blank only where two would run into one command."""
    out = ""
    for t in tokens:
        if out and re.search(r"\\[a-zA-Z]+$", out) and re.match(r"[a-zA-Z*]", t):
            out += " "
        out += t
    return out


def _group(tokens: Sequence[str], i: int) -> int:
    """Index of the brace that closes the one at i."""
    depth = 0
    for j in range(i, len(tokens)):
        depth += (tokens[j] == "{") - (tokens[j] == "}")
        if depth == 0:
            return j
    return len(tokens) - 1


def wide_space(rng: random.Random) -> str:
    """From a blank to a few centimetres, as authors make them: any width but those of `\\quad` and `\\qquad` alone."""
    kind = rng.random()
    if kind < 0.35:
        return "~" * rng.choice((1, 2, 2, 2, 3, 3, 4, 5, 6, 8))
    if kind < 0.65:
        return r"\;" * rng.choice((1, 1, 2, 2, 3, 3, 4, 5, 6, 7))
    if kind < 0.8:
        return r"\ " * rng.choice((1, 1, 2, 2, 3, 4, 5))
    if kind < 0.85:
        return r"\,\,"
    return rf"\hspace{{{rng.choice((2, 3, 4, 5, 6, 8, 10, 10, 12, 15, 20, 30))}mm}}"


def author(tokens: Sequence[str], rng: random.Random) -> str:
    """One formula as an author could have typed it (body only)."""
    spacing = rng.choice([0, 0, 0, 0.01, 0.02, 0.06])
    apart = wide_space(rng) if rng.random() < APART else ""
    numbered = rng.random() < 0.08
    depth = 0
    sizes = rng.random() < 0.10
    bar = r"\bar" if rng.random() < 0.8 else r"\overline"
    mbox = rng.random() < 0.4
    bold = rng.random()
    limits = rng.random()
    out: list[str] = []
    i = 0
    stack: list[str] = []
    size = ""
    while i < len(tokens):
        t = tokens[i]
        outer = depth == 0
        depth += bool(OPENS.match(t)) - bool(CLOSES.match(t))
        if apart and outer and (t in CONDITIONS or (numbered and t in ("(", "["))) and out and out[-1] not in (r"\quad", r"\qquad", apart):
            out.append(apart)
        end = _group(tokens, i + 1) if i + 1 < len(tokens) and tokens[i + 1] == "{" else i
        inner = tokens[i + 2 : end]
        if t in (r"\text", r"\textbf", r"\textit", r"\textsf", r"\texttt"):
            if t == r"\text":
                t = r"\mbox" if mbox and rng.random() < 0.8 else (r"\text" if rng.random() < 0.8 else r"\textrm")
            out += [t, "{" + "".join(inner) + "}"]
            i = end + 1
            continue
        if t == r"\begin{array}":
            out += [t, "{" + "".join(inner) + "}"]
            if rng.random() < 0.1:
                out.append(r"\displaystyle ")
            i = end + 1
            continue
        if t == r"\overline":
            short = len(inner) <= 1 or (len(inner) == 4 and inner[0] in (r"\mathcal", r"\mathbf"))
            t = bar if short else (r"\bar" if rng.random() < 0.04 else t)
        elif t == r"\mathbf":
            if any(x in GREEK or x in "+-=" for x in inner):
                t = r"\boldsymbol" if bold < 0.95 else t
            elif bold > 0.85:
                t = r"\boldsymbol"
        elif t in VARIANTS:
            for other, p in VARIANTS[t]:
                if rng.random() < p:
                    t = other
                    break
        elif t == "|" and rng.random() < 0.05:
            t = r"\mid "
        elif t == ":" and rng.random() < 0.15:
            t = r"\colon "
        elif t in (r"\sum", r"\prod", r"\int", r"\oint") and limits < 0.06:
            t += r"\limits" if limits < 0.03 else r"\nolimits"
        elif sizes and t in OPENERS:
            near = tokens[i + 1 : i + 40]
            stop = near.index(OPENERS[t]) if OPENERS[t] in near else 0
            size = rng.choice(["", "big", "Big", "bigg", "Bigg"]) if any(x in TALL for x in near[:stop]) else rng.choice(["", "", "big"])
            stack.append(size)
            if size:
                out.append("\\" + size + "l")
        elif sizes and t in OPENERS.values() and stack:
            size = stack.pop()
            if size:
                out.append("\\" + size + "r")
        out.append(t)
        if t == r"\\" and i + 1 < len(tokens) and tokens[i + 1] in LIKE_ROW_SPACE:
            out.append("{}")
        if apart and depth == 0 and t in DIVIDERS and not (i + 1 < len(tokens) and tokens[i + 1] in (r"\quad", r"\qquad")):
            out.append(apart)
        if spacing and rng.random() < spacing and t not in ("^", "_") and not t.startswith((r"\left", r"\right", r"\math", r"\big", r"\over", r"\not")):
            follow = tokens[i + 1] if i + 1 < len(tokens) else ""
            if follow not in ("{", "^", "_", "["):
                out.append(rng.choice(SPACES))
        i += 1
    return detokenise(out)


def rows_of(body: str) -> list[list[str]]:
    """The tokens of each row of an environment's content."""
    return [row.strip().split(" ") for row in re.split(r" \\\\ ", body)]


def author_rows(rows: Sequence[Sequence[str]], rng: random.Random) -> str:
    return r" \\ ".join(("{}" if r[0] in LIKE_ROW_SPACE else "") + author(r, rng) for r in rows)


def source(number: int, tokens: Sequence[str], rng: random.Random) -> str:
    """One line of TeX that ships out the formula as page `number`."""
    trail = rng.choices([t for t, _ in TRAILERS], [p for _, p in TRAILERS])[0]
    joined = " ".join(tokens)
    whole = re.fullmatch(r"\\begin\{(aligned|gathered)\} (.*) \\end\{\1\}", joined)
    if whole and r"\begin{aligned}" not in whole[2] and r"\begin{gathered}" not in whole[2]:
        rows = rows_of(whole[2])
        counts = {r.count("&") for r in rows}
        body = author_rows(rows, rng)
        if whole[1] == "aligned" and max(counts) == 2:
            env = "eqnarray*" if rng.random() < 0.8 else "align*"
            return rf"\Display{{{number}}}{{\begin{{{env}}}{body}{trail}\end{{{env}}}}}"
        if rng.random() < 0.5:
            env = "gather*" if whole[1] == "gathered" else rng.choice(["align*", "align*", "eqnarray*"])
            return rf"\Display{{{number}}}{{\begin{{{env}}}{body}{trail}\end{{{env}}}}}"
    columns = re.fullmatch(r"\\begin\{array\} \{ r c l \} (.*) \\end\{array\}", joined)
    if columns and r"\begin{a" not in columns[1] and rng.random() < 0.6:
        body = author_rows(rows_of(columns[1]), rng)
        return rf"\Display{{{number}}}{{\begin{{eqnarray*}}{body}{trail}\end{{eqnarray*}}}}"
    style = r"\displaystyle " if rng.random() < 0.87 else ""
    return rf"\Inline{{{number}}}{{{style}{author(tokens, rng)}{trail}}}"


class TfmFinder:
    def __init__(self) -> None:
        self.cache: dict[str, bytes] = {}

    def __call__(self, name: str) -> bytes:
        if name not in self.cache:
            path = subprocess.run(["kpsewhich", name + ".tfm"], capture_output=True, text=True, check=True).stdout.strip()
            self.cache[name] = Path(path).read_bytes()
        return self.cache[name]


FIND_TFM = TfmFinder()


def _run(lines: Sequence[str], preamble: str) -> tuple[set[int], DviReader | None]:
    """Run LaTeX on one-line formulas → (lines that had an error, the DVI file)."""
    head = PREAMBLES[preamble] + COMMON
    first = head.count("\n") + 1
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "f.tex").write_text(head + "\n".join(lines) + "\n\\end{document}\n")
        subprocess.run(["latex", "-interaction=batchmode", "f.tex"], cwd=folder, capture_output=True, check=False, timeout=600)
        log = Path(folder, "f.log").read_text(errors="replace")
        dvi = Path(folder, "f.dvi")
        pages = DviReader(dvi.read_bytes(), FIND_TFM) if dvi.exists() else None
    return {int(n) - first for n in re.findall(r"^l\.(\d+) ", log, re.MULTILINE)}, pages


def typeset(formulas: Sequence[Sequence[str]], preamble: str, seed: int) -> Iterator[tuple[int, dict[int, Font], Page]]:
    """Yield (index, fonts, page) for each formula that compiles without an error.

    TeX gives up after 100 errors in one paragraph; then it is started again behind the formula that caused them.
    """
    rng = random.Random(seed)
    lines = [source(i, f, rng) for i, f in enumerate(formulas)]
    start = 0
    while start < len(lines):
        bad, reader = _run(lines[start:], preamble)
        last = start - 1
        for page in reader.pages() if reader else ():
            last = page.number
            if last - start not in bad:
                yield last, reader.fonts, page
        stopped = max([last, *(start + b for b in bad)])
        start = max(stopped, start) + 1 if last < len(lines) - 1 else len(lines)
