"""Shards of pages → mark lists and target ids beside each: `python make_lists.py CORPUS.txt.xz PREFIX [--classes]`.

--classes rebuilds classes.json and widths.json from the marks seen (at least 12 times) before encoding.
"""

import argparse
import json
from collections import Counter

import numpy as np

from glyphs import CLASSES_FILE, SPECIAL, WIDTHS_FILE, Classes, ink_width, page_marks
from paths import PAGES
from vocabulary import Vocabulary, read_corpus


def shard_marks(path):
    s = np.load(path)
    fonts = [tuple(f) for f in json.loads(str(s["fonts"]))]
    font, code, xy, rules, base = s["font"], s["code"], s["xy"], s["rules"], float(s["base_pt"])
    g0 = r0 = 0
    for number, g1, r1 in zip(s["formula"].tolist(), s["glyph_end"].tolist(), s["rule_end"].tolist(), strict=True):
        yield number, page_marks(fonts, font[g0:g1], code[g0:g1], xy[g0:g1], rules[r0:r1], base)
        g0, r0 = g1, r1


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus")
    parser.add_argument("prefix")
    parser.add_argument("--classes", action="store_true")
    args = parser.parse_args()
    paths = sorted(p for p in PAGES.glob(f"{args.prefix}-*.npz") if ".part" not in p.name and ".lists" not in p.name)
    if args.classes:
        counts: Counter[str] = Counter()
        for path in paths:
            for _, (marks, _) in shard_marks(path):
                counts.update(marks.names)
        names = SPECIAL + sorted((n for n, c in counts.items() if c >= 12 and n not in SPECIAL), key=lambda n: -counts[n])
        CLASSES_FILE.write_text(json.dumps(names, indent=0) + "\n")
        WIDTHS_FILE.write_text(json.dumps([ink_width(n) for n in names], indent=0) + "\n")
        print(len(names), "classes of", len(counts), "covering", sum(counts[n] for n in names) / sum(counts.values()))
    classes, vocabulary = Classes.load(), Vocabulary.load()
    formulas = read_corpus(args.corpus)
    for path in paths:
        out = path.parent / (path.stem + ".lists.npz")
        if out.exists() and not args.classes:
            continue
        ends, ids, ids_end, cls, x, y, size = [], [], [], [], [], [], []
        total = 0
        for number, (marks, _) in shard_marks(path):
            total += len(marks.names)
            ends.append(total)
            ids += vocabulary.encode(formulas[number]) or []
            ids_end.append(len(ids))
            cls.append(classes.encode(marks.names))
            x.append(marks.x)
            y.append(marks.y)
            size.append(marks.size)
        temporary = path.parent / (path.stem + ".lists.part.npz")
        cat = np.concatenate
        targets = {"ids": np.array(ids, np.int16), "ids_end": np.array(ids_end, np.int64)}
        np.savez(temporary, end=np.array(ends, np.int64), cls=cat(cls), x=cat(x), y=cat(y), size=cat(size), **targets)
        temporary.rename(out)
        print(out.name, len(ends), total, flush=True)


if __name__ == "__main__":
    main()
