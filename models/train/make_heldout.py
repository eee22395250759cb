"""Held-out renderings as files: `python make_heldout.py OUT_FOLDER [COUNT]`.

Formulas that were never trained on, at 12 to 48 px per em, grey or 1-bit, dark or light, coloured or not; with
labels.jsonl as evaluate.py wants it.
"""

import json
import random
import sys
from pathlib import Path

import numpy as np
from PIL import Image

from pictures import Pages, draw
from typeset import detokenise
from vocabulary import Vocabulary


def main() -> None:
    out = Path(sys.argv[1])
    out.mkdir(parents=True, exist_ok=True)
    vocabulary = Vocabulary.load()
    pages = Pages("val").pages
    rng = random.Random(17)
    labels = []
    for k, page in enumerate(rng.sample(pages, int(sys.argv[2]) if len(sys.argv) > 2 else 300)):
        drawn = draw(page, round(12 * 4 ** rng.random()))
        if drawn is None:
            continue
        ink = np.pad(drawn[0], rng.randint(2, 20)).astype(np.float32)[..., None] / 255
        if rng.random() < 0.3:
            ink = (ink > 0.35).astype(np.float32)
        front, back = [rng.randint(0, 60) for _ in range(3)], [rng.randint(225, 255) for _ in range(3)]
        if rng.random() < 0.5:
            front, back = [0, 0, 0], [255, 255, 255]
        if rng.random() < 0.3:
            front, back = back, front
        Image.fromarray(np.round(ink * front + (1 - ink) * back).astype(np.uint8)).save(out / f"{k}.png")
        labels.append({"file": f"{k}.png", "latex": detokenise(vocabulary.decode(page.ids))})
    (out / "labels.jsonl").write_text("".join(json.dumps(o) + "\n" for o in labels))


if __name__ == "__main__":
    main()
