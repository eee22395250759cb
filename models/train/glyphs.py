"""Pages of glyph positions → lists of labelled marks, the ground truth of the encoder and the input of the reader.

A mark is a glyph, or one end of a rule: a fraction bar is known by its two ends, which can be seen locally however
long it is. Pieces that extend a delimiter are left out (its ends say enough), and a stack of vertical bars is
known by its top and its bottom.
"""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from fonts import family, ink_box

EM = 24.0
"""Pixels per em at the normalised scale (an em is the size of the text font, 10 pt in a 10 pt document)."""

BAR_LEFT, BAR_RIGHT, VERT_TOP, VERT_BOTTOM, OTHER = "bar-left", "bar-right", "vert-top", "vert-bottom", "other"
SPECIAL = [OTHER, BAR_LEFT, BAR_RIGHT, VERT_TOP, VERT_BOTTOM]
SAME = {"cmmi:58": "cmr:46", "cmmi:59": "cmr:44"}
DROPPED = {f"cmex:{c}" for c in (0x36, 0x37, 0x3E, 0x42, 0x43, 0x75)}
STACKED = {"cmex:12", "cmex:13", "cmex:63"}
NOT, MINUS = "cmsy:54", "cmsy:0"
CLASSES_FILE = Path(__file__).with_name("classes.json")
WIDTHS_FILE = Path(__file__).with_name("widths.json")


def glyph_name(font: str, code: int) -> str:
    name = f"{family(font)}:{code}"
    return SAME.get(name, name)


@dataclass
class Marks:
    """One page. All arrays have one entry a mark; positions in em from the top-left corner of the ink."""

    names: list[str]
    x: np.ndarray
    y: np.ndarray
    size: np.ndarray
    """Font size relative to the text font; 0 where it has no meaning (ends of rules)."""


def page_marks(fonts: list[tuple[str, float]], font: np.ndarray, code: np.ndarray, xy: np.ndarray, rules: np.ndarray, base_pt: float):
    """→ (Marks, ink box in points). Glyph arrays as in a shard (see make_pages)."""
    names: list[str] = []
    xs: list[float] = []
    ys: list[float] = []
    sizes: list[float] = []
    left = top = 1e9
    right = bottom = -1e9
    runs: dict[tuple[str, int], list[tuple[float, float, float]]] = {}
    for f, c, (x, y) in zip(font.tolist(), code.tolist(), xy.tolist(), strict=True):
        name, pt = fonts[f]
        a, b, r, d = ink_box(name, c)
        if r <= a:
            continue
        a, r, b, d = x + a * pt, x + r * pt, y + b * pt, y + d * pt
        left, right, top, bottom = min(left, a), max(right, r), min(top, b), max(bottom, d)
        n = glyph_name(name, c)
        if n in DROPPED:
            continue
        cx, cy = (a + r) / 2, (b + d) / 2
        if n in STACKED:
            runs.setdefault((n, round(cx * 4)), []).append((b, d, cx))
            continue
        if names and names[-1] == NOT and abs(cx - xs[-1]) < 0.35 * pt and abs(cy - ys[-1]) < 0.35 * pt:
            names[-1] = "not+" + n
            xs[-1], ys[-1] = cx, cy
            continue
        if n == MINUS and names and names[-1] == MINUS and abs(cy - ys[-1]) < 0.01 * pt and cx - xs[-1] < 0.6 * pt:
            names[-1] = BAR_LEFT
            sizes[-1] = 0.0
            n = BAR_RIGHT
        elif n == MINUS and names and names[-1] == BAR_RIGHT and abs(cy - ys[-1]) < 0.01 * pt and cx - xs[-1] < 0.6 * pt:
            xs[-1] = cx
            continue
        names.append(n)
        xs.append(cx)
        ys.append(cy)
        sizes.append(pt / base_pt if n != BAR_RIGHT else 0.0)
    for (n, _), pieces in runs.items():
        pieces.sort()
        start = 0
        for k in range(1, len(pieces) + 1):
            if k == len(pieces) or pieces[k][0] > pieces[k - 1][1] + 1.0:
                names += [VERT_TOP, VERT_BOTTOM] if n != "cmex:13" else ["double-" + VERT_TOP, "double-" + VERT_BOTTOM]
                xs += [pieces[start][2]] * 2
                ys += [pieces[start][0], pieces[k - 1][1]]
                sizes += [0.0, 0.0]
                start = k
    for x, y, w, h in rules.tolist():
        if min(w, h) > 3.0:
            continue
        left, right, top, bottom = min(left, x), max(right, x + w), min(top, y - h), max(bottom, y)
        if w >= h:
            names += [BAR_LEFT, BAR_RIGHT]
            xs += [x, x + w]
            ys += [y - h / 2] * 2
        else:
            names += [VERT_TOP, VERT_BOTTOM]
            xs += [x + w / 2] * 2
            ys += [y - h, y]
        sizes += [0.0, 0.0]
    scale = 1 / base_pt
    return (
        Marks(names, (np.array(xs, np.float32) - left) * scale, (np.array(ys, np.float32) - top) * scale, np.array(sizes, np.float32)),
        (left, top, right, bottom),
    )


def ink_width(name: str) -> float:
    """Width of a class's ink, em of its own font; 0 for the ends of rules, which are points."""
    font, colon, code = name.removeprefix("not+").partition(":")
    if not colon:
        return 0.0
    left, _, right, _ = ink_box(font + "10", int(code))
    return round(right - left, 3)


class Classes:
    """The inventory of mark classes; index 0 is everything too rare to have one of its own."""

    def __init__(self, names: list[str], widths: list[float]) -> None:
        self.names = names
        self.index = {n: i for i, n in enumerate(names)}
        self.widths = np.array(widths, np.float32)
        """Of each class's ink, em of its own font."""

    @staticmethod
    def load() -> "Classes":
        return Classes(json.loads(CLASSES_FILE.read_text()), json.loads(WIDTHS_FILE.read_text()))

    def encode(self, names: list[str]) -> np.ndarray:
        get = self.index.get
        return np.array([get(n, 0) for n in names], dtype=np.int16)
