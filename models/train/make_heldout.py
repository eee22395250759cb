"""Held-out renderings as files: `python make_heldout.py OUT_FOLDER [COUNT] [--handwriting]`.

Formulas that were never trained on, at 12 to 48 px per em, grey or 1-bit, dark or light, coloured or not; with
labels.jsonl as evaluate.py wants it. With --handwriting: written by hands that nobody trains on.
"""

import argparse
import json
import random
from pathlib import Path

import numpy as np
from PIL import Image

from pictures import Pages, draw
from typeset import detokenise
from vocabulary import Vocabulary

WILDNESS = (1.0, 1.5, 2.2)
"""People write less evenly than fonts bent a little: confidence fitted to tame hands alone promises too much."""


def printed(count: int, rng: random.Random):
    """(ink 0..1 [H, W], page)."""
    for page in rng.sample(Pages("val").pages, count):
        drawn = draw(page, round(12 * 4 ** rng.random()))
        yield None if drawn is None else np.pad(drawn[0], rng.randint(2, 20)).astype(np.float32) / 255, page


def written(count: int, rng: random.Random):
    """(ink 0..1 [H, W], page)."""
    from handwriting.compose import Composer
    from handwriting.corpus import held_out_pages, weight

    pages = held_out_pages()
    composers, nrng = [Composer(held_out=True, wildness=w) for w in WILDNESS], np.random.default_rng(rng.randint(0, 10**9))
    for k, page in enumerate(rng.choices(pages, [weight(p) for p in pages], k=count)):
        made = composers[k % len(composers)].picture(page, nrng, 0.3)
        yield None if made is None else made[0], page


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("count", type=int, nargs="?", default=300)
    parser.add_argument("--handwriting", action="store_true")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    vocabulary = Vocabulary.load()
    rng = random.Random(17)
    labels = []
    for k, (ink, page) in enumerate((written if args.handwriting else printed)(args.count, rng)):
        if ink is None:
            continue
        ink = ink[..., None]
        if rng.random() < 0.3:
            ink = (ink > 0.35).astype(np.float32)
        front, back = [rng.randint(0, 60) for _ in range(3)], [rng.randint(225, 255) for _ in range(3)]
        if rng.random() < 0.5:
            front, back = [0, 0, 0], [255, 255, 255]
        if rng.random() < 0.3:
            front, back = back, front
        Image.fromarray(np.round(ink * front + (1 - ink) * back).astype(np.uint8)).save(args.out / f"{k}.png")
        labels.append({"file": f"{k}.png", "latex": detokenise(vocabulary.decode(page.ids))})
    (args.out / "labels.jsonl").write_text("".join(json.dumps(o) + "\n" for o in labels))


if __name__ == "__main__":
    main()
