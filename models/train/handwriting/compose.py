"""Pages of glyph positions → pictures as if written with a pen, with the place of every mark.

Every mark is written as strokes (see writers.py) that are bent, turned and resized, at TeX's place moved about: wider
gaps, larger scripts, a wandering baseline, sloping bars of uneven lengths. The strokes are drawn with a pen at some
resolution, and the picture is prepared as any picture of handwriting is (see preprocess.py).
"""

from dataclasses import dataclass

import cv2
import numpy as np

from fonts import ink_box
from glyphs import EM, Classes, Marks, page_marks
from handwriting.hand import (
    Hand,
    bent,
    dot,
    fitted,
    hand,
    hasty,
    radical,
    ruled,
    shape_for,
)
from handwriting.writers import TEX_FONTS, Shape, Writers
from pictures import Page
from preprocess import even_pen

RADICALS = {"cmsy:112", "cmex:112", "cmex:113", "cmex:114", "cmex:115"}
DOTS = {"cmr:46", "cmsy:1", "cmr:95"}
LONGEST_EM = 60.0
LEAST_EM, FRAMES = 9.0, (260, 400, 600, 600)
"""Of a picture, px: the smallest em, and frames that whole formulas are made to fit, however long they are."""
MARGIN_PX = (6, 11)
SHIFT = 4
"""Fraction bits of OpenCV's coordinates."""


@dataclass
class Writing:
    """strokes [N, 2] each; marks' names and table columns; all in em from anywhere."""

    strokes: list[np.ndarray]
    names: list[str]
    x: np.ndarray
    y: np.ndarray
    size: np.ndarray

def box_of(name: str) -> tuple[float, float]:
    """(width, height) of TeX's glyph in em."""
    family, _, code = name.partition(":")
    left, top, right, bottom = ink_box(TEX_FONTS[family], int(code))
    return right - left, bottom - top

def spread(own: Hand, width: float, rng: np.random.Generator):
    """A map of x that opens gaps here and there, never out of order."""
    gaps = rng.poisson(width / 4)
    at = np.sort(rng.uniform(0, width, gaps))
    wide = rng.exponential(0.4, gaps)
    knots = np.concatenate([[0.0], np.stack([at, at + 0.15], 1).ravel(), [width + 1]])
    order = np.argsort(knots)
    knots = knots[order]
    opened = np.zeros(len(knots))
    for a, w in zip(at, wide, strict=True):
        opened += np.clip((knots - a) / 0.15, 0, 1) * w
    return lambda x: float(np.interp(x, knots, knots * own.stretch_x + opened))


def lifted(marks: Marks, lift: float) -> np.ndarray:
    """y of the marks, em, with scripts further above or below the line. Left alone where fractions make small print too."""
    y = marks.y.copy()
    if lift == 0 or "bar-left" in marks.names:
        return y
    line = None
    for k, size in enumerate(marks.size.tolist()):
        if size > 0.85:
            line = marks.y[k]
        elif size > 0 and line is not None:
            y[k] += np.clip((marks.y[k] - line) * 4, -1, 1) * lift
    return y


def write(page: Page, writers: Writers, rng: np.random.Generator, wildness: float) -> Writing | None:
    marks, (left, _, right, _) = page_marks(page.fonts, page.font, page.code, page.xy, page.rules, page.base_pt)
    width = (right - left) / page.base_pt
    if not marks.names or width > LONGEST_EM:
        return None
    own = hand(writers, rng, wildness)
    marks.y = lifted(marks, own.lift)
    map_x = spread(own, width, rng)
    slope, phase, period = rng.normal(0, 0.03), rng.uniform(0, 6.28), rng.uniform(3, 10)

    def place(x: float, y: float) -> np.ndarray:
        px = map_x(x)
        return np.array([px, y * own.stretch_y + slope * px + own.wander * np.sin(px / period * 6.28 + phase)], np.float32)

    shapes: dict[str, Shape | None] = {}
    strokes: list[np.ndarray] = []
    xs, ys, sizes = np.zeros(len(marks.names)), np.zeros(len(marks.names)), marks.size.copy()
    bars: dict[tuple[float, float], int] = {}
    k = 0
    roots: list[tuple[int, np.ndarray]] = []
    while k < len(marks.names):
        name, x, y, size = marks.names[k], float(marks.x[k]), float(marks.y[k]), float(marks.size[k])
        if name in ("bar-left", "vert-top"):
            a, b = place(x, y), place(float(marks.x[k + 1]), float(marks.y[k + 1]))
            along = (b - a) / max(float(np.hypot(*(b - a))), 1e-3)
            a = a - along * rng.normal(0.05, 0.1) + rng.normal(0, 0.04, 2)
            b = b + along * rng.normal(0.05, 0.15) + rng.normal(0, 0.04, 2)
            bars[(x, y)] = len(strokes)
            strokes.append(ruled(a, b, own, rng))
            xs[k : k + 2], ys[k : k + 2] = (a[0], b[0]), (a[1], b[1])
            k += 2
            continue
        inner = name.removeprefix("not+")
        if inner.partition(":")[0] not in TEX_FONTS:
            return None
        w, h = box_of(inner)
        w, h = w * size, h * size
        if name in RADICALS:
            corner_a, corner_b = place(x - w / 2, y - h / 2), place(x + w / 2, y + h / 2)
            box = np.array([*corner_a, *corner_b]) + rng.normal(0, 0.03, 4)
            roots.append((k, box))
            k += 1
            continue
        centre = place(x, y)
        grow = float(np.exp(rng.normal(0, own.uneven)))
        if size < 0.85:
            grow *= own.script
        tall = inner.startswith("cmex")
        if inner in DOTS:
            drawn = dot(rng, size)
        else:
            if inner not in shapes or rng.random() < 0.15:
                shapes[inner] = shape_for(inner, own, writers, rng)
            shape = shapes[inner]
            if shape is None:
                return None
            aspect = own.wide * float(np.exp(rng.normal(0, 0.1)))
            height = h * (own.stretch_y if tall else grow)
            drawn = fitted(shape, w * grow * aspect, height, rng, rng.uniform(0, 1) if not tall else 0.2)
        if name != inner:
            r = 0.4 * size * grow
            drawn = [*drawn, ruled(np.array([r * 0.5, -r]), np.array([-r * 0.5, r]), own, rng)]
        drawn = bent(drawn if tall else hasty(drawn, own, rng), own, max(w, h) * grow, rng)
        centre = centre + rng.normal(0, own.unsteady, 2) * (0.4 + 0.6 * size)
        drawn = [d + centre for d in drawn]
        points = np.concatenate(drawn)
        middle = (points.min(0) + points.max(0)) / 2
        xs[k], ys[k] = middle
        sizes[k] = size * (1 if tall else grow)
        strokes += drawn
        k += 1
    for k, box in roots:
        right = float(marks.x[k]) + box_of(marks.names[k])[0] * float(marks.size[k]) / 2
        drawn = radical(box, rng)
        near = [(abs(bx - right), i) for (bx, by), i in bars.items() if abs(bx - right) < 0.15 and by < float(marks.y[k])]
        if near:
            bar = strokes[min(near)[1]]
            drawn[-1] = bar[0]
            if rng.random() < 0.2:
                drawn[-1] = drawn[-1] + rng.normal(0, 0.06, 2)
            if rng.random() < 0.2:
                strokes.append(np.stack([bar[-1], bar[-1] + [rng.normal(0, 0.05), rng.uniform(0.1, 0.3)]]).astype(np.float32))
        strokes.append(drawn)
        xs[k], ys[k] = (drawn.min(0) + drawn.max(0)) / 2
    return Writing(strokes, marks.names, xs, ys, sizes)


def pen(em: float, rng: np.random.Generator) -> int:
    """Width of the pen, px."""
    if rng.random() < 0.85:
        return int(rng.choice([1, 2, 2, 3] if em > 35 else [1, 1, 2]))
    return max(1, round(em * rng.uniform(0.03, 0.1)))


def draw(writing: Writing, em: float, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray] | None:
    """(ink u8 [H, W] with a margin, origin of the writing in it px)."""
    points = np.concatenate(writing.strokes) * em
    low, high = points.min(0), points.max(0)
    margin = 4 + em * 0.12
    width, height = (np.ceil(high - low + 2 * margin)).astype(int).tolist()
    if width > 1500 or height > 1000:
        return None
    canvas = np.zeros((height, width), np.uint8)
    origin = margin - low
    thickness = pen(em, rng)
    line = cv2.LINE_AA if rng.random() < 0.7 else cv2.LINE_8
    rough = [np.round((s * em + origin) * 2**SHIFT).astype(np.int32) for s in writing.strokes]
    cv2.polylines(canvas, rough, False, 255, thickness, line, SHIFT)
    return canvas, origin


class Composer:
    """Renders pages as handwriting, in the form train_encoder wants. `wildness`: how much wilder the hands are than those of training."""

    def __init__(self, held_out: bool = False, wildness: float = 1.0) -> None:
        self.wildness = wildness
        self.writers = Writers(held_out)

    def picture(self, page: Page, rng: np.random.Generator, strength: float) -> tuple[np.ndarray, float, Writing, np.ndarray] | None:
        """→ (ink 0..1 float32 [H, W], px per em, what was written, its origin in the picture in px), or None."""
        writing = write(page, self.writers, rng, self.wildness)
        if writing is None:
            return None
        extent = np.ptp(np.concatenate(writing.strokes), 0)
        em = max(LEAST_EM, min(float(np.exp(rng.uniform(np.log(16), np.log(110)))), rng.choice(FRAMES) / max(extent.max(), 1)))
        drawn = draw(writing, em, rng)
        if drawn is None:
            return None
        ink = drawn[0].astype(np.float32) / 255
        if rng.random() < 0.2 * strength:
            ink = cv2.GaussianBlur(ink, (0, 0), rng.uniform(0.4, 1.0))
        if rng.random() < 0.1 * strength:
            ink = np.clip(ink + rng.normal(0, rng.uniform(0.01, 0.06), ink.shape).astype(np.float32), 0, 1)
        return ink, em, writing, drawn[1]

    def __call__(self, page: Page, rng: np.random.Generator, strength: float, classes: Classes):
        """→ (ink float32 [H, W] with a margin, marks float32 [N, 4]: class, x px, y px, size) or None."""
        made = self.picture(page, rng, strength)
        if made is None:
            return None
        ink, em, writing, origin = made
        target = EM * np.exp(rng.normal(0, 0.08) if rng.random() < 0.6 else rng.uniform(-0.4, 0.4))
        factor = target / em
        ink = even_pen(ink, factor)
        small = cv2.resize(ink, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA if factor < 1 else cv2.INTER_LINEAR)
        scale_x, scale_y = em * small.shape[1] / ink.shape[1], em * small.shape[0] / ink.shape[0]
        table = np.stack([
            classes.encode(writing.names).astype(np.float32),
            (writing.x + origin[0] / em) * scale_x, (writing.y + origin[1] / em) * scale_y,
            writing.size * target / EM,
        ], 1)  # fmt: skip
        rows, columns = np.flatnonzero((small > 0.3).any(1)), np.flatnonzero((small > 0.3).any(0))
        if not len(rows):
            return None
        small = small[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
        left, top, right, bottom = rng.integers(*MARGIN_PX, 4).tolist()
        table[:, 1] += left - columns[0]
        table[:, 2] += top - rows[0]
        small = np.pad(small, ((top, bottom), (left, right))).astype(np.float32)
        inside = (table[:, 1] > 0) & (table[:, 2] > 0) & (table[:, 1] < small.shape[1]) & (table[:, 2] < small.shape[0])
        return small, table[inside]
