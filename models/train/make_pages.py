"""Typeset the corpus into shards of glyph positions: `python make_pages.py CORPUS.txt.xz NAME [--seed S] [--part I/N]`.

A shard holds about 4,000 pages as flat arrays: which formula, which preamble, each glyph (font, code, x, y) and
each rule (x, y, w, h), in points. Existing shards are skipped, so the run can be repeated until complete.
"""

import argparse
import json
import random

import numpy as np

from paths import PAGES
from typeset import typeset
from vocabulary import read_corpus

SHARD = 4000
WEIGHTS = {"cm10": 0.7, "cm11": 0.12, "cm12": 0.18}


def make_shard(formulas: list[list[str]], numbers: list[int], preamble: str, seed: int) -> dict[str, np.ndarray]:
    names: dict[tuple[str, float], int] = {}
    glyphs: list[tuple[int, int, float, float]] = []
    rules: list[tuple[float, float, float, float]] = []
    index: list[tuple[int, int, int]] = []
    for i, fonts, page in typeset([formulas[n] for n in numbers], preamble, seed):
        for font, code, x, y in page.glyphs:
            key = (fonts[font].name, fonts[font].size_pt)
            glyphs.append((names.setdefault(key, len(names)), code, x / 65536, y / 65536))
        rules += [(x / 65536, y / 65536, w / 65536, h / 65536) for x, y, w, h in page.rules]
        index.append((numbers[i], len(glyphs), len(rules)))
    g = np.array(glyphs, dtype=np.float64).reshape(-1, 4)
    return {
        "formula": np.array([a for a, _, _ in index], dtype=np.int32),
        "glyph_end": np.array([b for _, b, _ in index], dtype=np.int64),
        "rule_end": np.array([c for _, _, c in index], dtype=np.int64),
        "font": g[:, 0].astype(np.int16),
        "code": g[:, 1].astype(np.int16),
        "xy": g[:, 2:].astype(np.float32),
        "rules": np.array(rules, dtype=np.float32).reshape(-1, 4),
        "fonts": np.array(json.dumps(list(names))),
        "base_pt": np.array({"cm10": 10.0, "cm11": 10.95, "cm12": 12.0}[preamble]),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus")
    parser.add_argument("name")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--part", default="0/1")
    args = parser.parse_args()
    part, parts = (int(v) for v in args.part.split("/"))
    formulas = read_corpus(args.corpus)
    order = list(range(len(formulas)))
    random.Random(args.seed).shuffle(order)
    PAGES.mkdir(parents=True, exist_ok=True)
    for k in range(part, (len(order) + SHARD - 1) // SHARD, parts):
        path = PAGES / f"{args.name}-{args.seed}-{k:04d}.npz"
        if path.exists():
            continue
        rng = random.Random(args.seed * 1000 + k)
        preamble = rng.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
        shard = make_shard(formulas, order[k * SHARD : (k + 1) * SHARD], preamble, args.seed * 1000 + k)
        temporary = path.with_suffix(".part.npz")
        np.savez(temporary, **shard)
        temporary.rename(path)
        print(path.name, preamble, len(shard["formula"]), len(shard["font"]), flush=True)


if __name__ == "__main__":
    main()
