"""Fit the scale guess of preprocess.py on renderings at all scales: `python fit_scale.py [--handwriting]`."""

import json
import random
import sys

import cv2
import numpy as np

from pictures import Pages, draw
from preprocess import HANDWRITING_SCALE_FILE, SCALE_FILE, crop, scale_features


def printed(rng: np.random.Generator):
    """Pictures of print: (ink, px per em)."""
    pages = Pages("val").pages
    for page in random.Random(3).choices(pages, [min(len(p.ids), 40) for p in pages], k=2500):
        em = float(np.exp(rng.uniform(np.log(11), np.log(60))))
        em = 2 ** (round(np.log2(em) * 6) / 6)
        drawn = draw(page, em)
        if drawn is None:
            continue
        ink = drawn[0].astype(np.float32) / 255
        if rng.random() < 0.4:
            ink = (ink > rng.uniform(0.15, 0.5)).astype(np.float32)
        if rng.random() < 0.3:
            ink = cv2.resize(ink, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
            em /= 2
        yield ink, em


def written(rng: np.random.Generator):
    """Pictures of handwriting: (ink, px per em)."""
    from handwriting.compose import Composer
    from handwriting.corpus import training_pages, weight

    compose = Composer()
    pages = training_pages(20000)
    for page in random.Random(3).choices(pages, [weight(p) for p in pages], k=3000):
        made = compose.picture(page, rng, 0.5)
        if made is not None:
            yield made[:2]


def main() -> None:
    handwriting = "--handwriting" in sys.argv
    rng = np.random.default_rng(0)
    x, y = [], []
    for ink, em in (written if handwriting else printed)(rng):
        if (ink > 0.5).sum() < 4:
            continue
        x.append(scale_features(crop(ink)))
        y.append(np.log(em))
    x, y = np.array(x), np.array(y)
    weights = np.linalg.lstsq(x, y, rcond=None)[0]
    for _ in range(20):  # towards least absolute error
        w = 1 / np.maximum(np.abs(x @ weights - y), 0.02)
        weights = np.linalg.lstsq(x * w[:, None] ** 0.5, y * w**0.5, rcond=None)[0]
    error = np.abs(x @ weights - y)
    print("median", np.median(error), "90%", np.quantile(error, 0.9), "99%", np.quantile(error, 0.99))
    (HANDWRITING_SCALE_FILE if handwriting else SCALE_FILE).write_text(json.dumps([round(float(w), 5) for w in weights]) + "\n")


if __name__ == "__main__":
    main()
