"""Formulas as pupils and students write them, from a grammar: `python -m handwriting.school OUT.txt.xz [COUNT]`.

The corpus is from papers. Homework has more numbers, roots, fractions and elementary functions, and hardly an index with
three parts. One canonical formula a line.
"""

import json
import lzma
import random
import subprocess
import sys
from pathlib import Path

CANONICAL = Path(__file__).parent.parent / "canonical.mjs"
VARIABLES = list("xxxxxyyyzabcabcnnkmtuvwpqrsdefghijl")
CAPITALS = list("ABCDEFGHIJKLMNOPQRSTUVWXYZABCEFHPSTVX")
GREEK = [r"\alpha", r"\beta", r"\gamma", r"\theta", r"\pi", r"\pi", r"\lambda", r"\mu", r"\sigma", r"\phi", r"\omega", r"\epsilon", r"\delta", r"\Delta", r"\rho", r"\tau"]
FUNCTIONS = [r"\sin", r"\cos", r"\tan", r"\log", r"\ln", r"\exp"]
RELATIONS = ["="] * 12 + [r"\neq", "<", ">", r"\leq", r"\geq", r"\approx", r"\in", r"\rightarrow", r"\equiv", r"\subset"]
SIGNS = ["+"] * 7 + ["-"] * 7 + [r"\times", r"\times", r"\cdot", r"\pm", "/", r"\div"]
ENDS = ["n", "N", r"\infty", r"\infty", "k", "10"]
LOWER, UPPER = ["0", "a", "1", r"-\infty"], ["1", "b", r"\infty", r"\pi", "t"]
LIMITS = ["0", r"\infty", r"+ \infty", "a", r"\infty"]


class Grammar:
    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)

    def pick(self, options):
        return self.rng.choice(options)

    def chance(self, p: float) -> bool:
        return self.rng.random() < p

    def number(self) -> str:
        r = self.rng.random()
        if r < 0.55:
            return str(self.rng.randint(0, 9))
        if r < 0.85:
            return str(self.rng.randint(10, 99))
        if r < 0.93:
            return str(self.rng.randint(100, 9999))
        return f"{self.rng.randint(0, 99)}{self.pick('.,')}{self.rng.randint(0, 99)}"

    def variable(self) -> str:
        r = self.rng.random()
        return self.pick(VARIABLES) if r < 0.62 else self.pick(CAPITALS) if r < 0.84 else self.pick(GREEK)

    def index(self) -> str:
        r = self.rng.random()
        if r < 0.4:
            return self.pick("ijknmk")
        if r < 0.7:
            return self.pick("01230123456789")
        if r < 0.8:
            return self.pick("nkimj") + self.pick("+-") + self.pick("112")
        return self.variable() if r < 0.93 else self.pick("ijkABCnm") + self.pick("ijkABC12")

    def power(self) -> str:
        r = self.rng.random()
        if r < 0.45:
            return self.pick("222233456789")
        if r < 0.75:
            return self.pick("nkxtpmabi")
        return "-" + self.pick("112xtkn") if r < 0.85 else self.sum(1)

    def atom(self, depth: int) -> str:
        r = self.rng.random()
        if r < 0.26:
            return self.number()
        if r < 0.58 or depth <= 0:
            return self.variable()
        if r < 0.68:
            return f"{self.variable()}_{{{self.index()}}}"
        if r < 0.80:
            return f"{self.variable()}^{{{self.power()}}}"
        if r < 0.83:
            return f"{self.variable()}_{{{self.index()}}}^{{{self.pick('23nkpi')}}}"
        if r < 0.86:
            return self.variable() + r"^{\prime}"
        if r < 0.93:
            return self.applied(depth)
        return self.pick("aabcxy") + self.pick("bcdxyz")

    def applied(self, depth: int) -> str:
        if self.chance(0.45):
            name = self.pick(FUNCTIONS)
            if self.chance(0.25):
                name += f"^{{{self.pick('234n')}}}"
            inner = self.pick(["x", "x", r"\theta", r"\alpha", "2x", "y", "t", self.variable()])
            return f"{name} {inner}" if self.chance(0.6) else f"{name}({self.sum(depth - 1)})"
        return f"{self.pick('fffghFGPPTELS' + 'uvpq')}({self.pick(['x', 'x', 't', self.variable(), self.sum(1), 'x,y'])})"

    def term(self, depth: int) -> str:
        r = self.rng.random()
        if depth <= 0 or r < 0.52:
            return self.atom(depth)
        if r < 0.70:
            return " ".join(self.atom(depth - 1) for _ in range(self.rng.randint(2, 3)))
        if r < 0.83:
            return rf"\frac{{{self.sum(depth - 1)}}}{{{self.sum(depth - 1)}}}"
        if r < 0.91:
            return rf"\sqrt{{{self.sum(depth - 1)}}}"
        if r < 0.97:
            return f"({self.sum(depth - 1)})" + (f"^{{{self.pick('2223n')}}}" if self.chance(0.5) else "")
        return f"|{self.sum(depth - 1)}|"

    def sum(self, depth: int) -> str:
        count = self.pick([1, 1, 1, 2, 2, 3]) if depth < 2 else self.pick([1, 1, 2, 2, 2, 3, 4])
        out = ("-" if self.chance(0.07) else "") + self.term(depth)
        for _ in range(count - 1):
            out += f" {self.pick(SIGNS)} {self.term(depth)}"
        return out

    def big(self) -> str:
        r = self.rng.random()
        if r < 0.35:
            name = self.pick(["i", "k", "n", "j"])
            return rf"\sum_{{{name}={self.pick('0111')}}}^{{{self.pick(ENDS)}}} {self.term(1)}"
        if r < 0.45:
            return rf"\sum_{{{self.pick('ijkn')}}} {self.term(1)}"
        if r < 0.75:
            bounds = rf"_{{{self.pick([*LOWER, self.number()])}}}^{{{self.pick([*UPPER, self.number()])}}}"
            return rf"\int{bounds if self.chance(0.65) else ''} {self.sum(1)} d {self.pick('xxxtyu')}"
        if r < 0.95:
            return rf"\lim_{{{self.pick('xxnthk')} \rightarrow {self.pick(LIMITS)}}} {self.term(2)}"
        return rf"\prod_{{i=1}}^{{n}} {self.term(1)}"

    def formula(self) -> str:
        r = self.rng.random()
        if r < 0.30:
            return self.sum(2)
        if r < 0.72:
            return f"{self.sum(self.pick([0, 1, 1, 2]))} {self.pick(RELATIONS)} {self.sum(self.pick([0, 1, 2, 2]))}"
        if r < 0.78:
            return f"{self.term(1)} = {self.sum(1)} = {self.sum(1)}"
        if r < 0.90:
            return (f"{self.term(1)} = " if self.chance(0.4) else "") + self.big() + (f" {self.pick('+-=')} {self.term(1)}" if self.chance(0.25) else "")
        if r < 0.95:
            items = ", ".join(self.atom(1) for _ in range(self.rng.randint(2, 4)))
            a, b = self.pick([("(", ")"), ("[", "]"), (r"\{", r"\}"), ("", ""), ("", "")])
            return a + items + self.pick(["", r", \ldots"]) + b
        return self.atom(1)


def main() -> None:
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 40000
    grammar = Grammar(count)
    formulas = sorted({grammar.formula() for _ in range(count)})
    lines = "".join(json.dumps(f) + "\n" for f in formulas)
    out = subprocess.run(["node", str(CANONICAL)], input=lines, capture_output=True, text=True, check=True).stdout
    canonical = {" ".join(tokens) for tokens in map(json.loads, out.splitlines()) if tokens and len(tokens) <= 60}
    grammar.rng.shuffle(kept := sorted(canonical))
    with lzma.open(sys.argv[1], "wt") as file:
        file.write("".join(line + "\n" for line in kept))
    print(len(formulas), len(kept))


if __name__ == "__main__":
    main()
