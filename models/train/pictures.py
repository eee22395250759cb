"""Pages of glyph positions → pictures with the place of every mark, composed in memory from cached glyph bitmaps."""

import json
import random
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from fonts import bitmap
from glyphs import EM, Classes, Marks, page_marks
from paths import PAGES


@dataclass
class Page:
    fonts: list[tuple[str, float]]
    font: np.ndarray
    code: np.ndarray
    xy: np.ndarray
    rules: np.ndarray
    base_pt: float
    ids: list[int]


class Pages:
    """The pages of the shards with a prefix, with their target ids (see make_lists): the first, or with `spread` some shards of all, up to `limit`."""

    def __init__(self, prefix: str, limit: int = 10**9, spread: bool = False) -> None:
        self.pages: list[Page] = []
        shards = sorted(PAGES.glob(f"{prefix}-*.lists.npz"))
        if spread:
            random.Random(0).shuffle(shards)
        for path in shards:
            if len(self.pages) < limit:
                self._add(path.parent / path.name.replace(".lists", ""), path)

    def _add(self, shard: Path, lists: Path) -> None:
        s, t = np.load(shard), np.load(lists)
        fonts = [tuple(f) for f in json.loads(str(s["fonts"]))]
        font, code, xy, rules, base = s["font"], s["code"], s["xy"], s["rules"], float(s["base_pt"])
        ids = t["ids"].tolist()
        g0 = r0 = i0 = 0
        for g1, r1, i1 in zip(s["glyph_end"].tolist(), s["rule_end"].tolist(), t["ids_end"].tolist(), strict=True):
            if i1 > i0 and g1 > g0:
                self.pages.append(Page(fonts, font[g0:g1], code[g0:g1], xy[g0:g1], rules[r0:r1], base, ids[i0:i1]))
            g0, r0, i0 = g1, r1, i1


def draw(page: Page, em: float) -> tuple[np.ndarray, Marks] | None:
    """(ink coverage u8 [H, W] without a margin, marks) at `em` pixels per em; None when nothing is visible."""
    marks, (left, top, right, bottom) = page_marks(page.fonts, page.font, page.code, page.xy, page.rules, page.base_pt)
    if right <= left or not marks.names:
        return None
    scale = em / page.base_pt
    width, height = int(np.ceil((right - left) * scale)) + 2, int(np.ceil((bottom - top) * scale)) + 2
    if width > 4000 or height > 1500:
        return None
    canvas = np.zeros((height, width), np.uint8)
    fx, fy = (page.xy[:, 0] - left) * scale, (page.xy[:, 1] - top) * scale
    quarter_x, quarter_y = np.floor(fx * 4).astype(int), np.floor(fy * 4).astype(int)
    for f, c, qx, qy in zip(page.font.tolist(), page.code.tolist(), quarter_x.tolist(), quarter_y.tolist(), strict=True):
        name, pt = page.fonts[f]
        b, dx, dy = bitmap(name, c, int(pt * scale * 64), qx & 3, qy & 3)
        h, w = b.shape
        x, y = (qx >> 2) + dx, (qy >> 2) + dy
        x0, y0 = max(x, 0), max(y, 0)
        target = canvas[y0 : y + h, x0 : x + w]
        if target.size:
            th, tw = target.shape
            np.maximum(target, b[y0 - y : y0 - y + th, x0 - x : x0 - x + tw], out=target)
    for x, y, w, h in page.rules.tolist():
        x0, x1 = (x - left) * scale, (x + w - left) * scale
        y0 = (y - h - top) * scale
        y1 = y0 + h * scale
        if x1 - x0 >= y1 - y0:
            _rule(canvas, x0, x1, y0, max(y1, y0 + 0.8))
        else:
            _rule(canvas, x0, max(x1, x0 + 0.8), y0, y1)
    return canvas, marks


def _coverage(a: float, b: float, n: int) -> np.ndarray:
    edge = np.arange(n)
    return np.clip(np.minimum(edge + 1, b) - np.maximum(edge, a), 0, 1)


def _rule(canvas: np.ndarray, x0: float, x1: float, y0: float, y1: float) -> None:
    ax, ay = max(int(x0), 0), max(int(y0), 0)
    target = canvas[ay : int(y1) + 1, ax : int(x1) + 1]
    if target.size:
        grey = np.outer(_coverage(y0 - ay, y1 - ay, target.shape[0]), _coverage(x0 - ax, x1 - ax, target.shape[1])) * 255
        np.maximum(target, grey.astype(np.uint8), out=target)


def render(page: Page, rng: np.random.Generator, strength: float, classes: Classes):
    """One training picture at about the normalised scale.

    `strength` 0: clean; 1: every source resolution, thresholds, blur, noise, contrast.
    → (ink float32 [H, W] in 0..1 with a margin, marks float32 [N, 4]: class, x px, y px, size) or None.
    """
    # Mostly the right scale; sometimes as wrong as the first guess of the scale can be, so that sizes can be told then too.
    target = EM * np.exp(rng.normal(0, 0.04) if rng.random() < 0.75 else rng.uniform(-0.45, 0.4))
    kind = rng.random()
    if kind < 0.45:
        source = 27.7
    elif kind < 0.45 + 0.35 * strength:
        source = float(np.exp(rng.uniform(np.log(10.5), np.log(34))))
    else:
        source = target
    source = float(2 ** (round(np.log2(source) * 12) / 12)) if source != 27.7 else source
    drawn = draw(page, source)
    if drawn is None:
        return None
    canvas, marks = drawn
    ink = canvas.astype(np.float32) / 255
    if rng.random() < (0.7 if kind < 0.45 else 0.25):
        ink = (ink > rng.uniform(0.15, 0.5)).astype(np.float32)
        if strength and kind < 0.45 and rng.random() < 0.45 * strength:
            half = rng.choice([0.5, 0.5, 0.75])
            ink = cv2.resize(ink, None, fx=half, fy=half, interpolation=rng.choice([cv2.INTER_AREA, cv2.INTER_LINEAR, cv2.INTER_CUBIC]))
    factor = target * (canvas.shape[0] / ink.shape[0]) / source
    if abs(factor - 1) > 0.01:
        ink = cv2.resize(ink, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA if factor < 1 else cv2.INTER_LINEAR)
    if strength:
        ink = degrade(np.clip(ink, 0, 1), rng, strength)
    # As resized, to whole pixels and not at all where the scale was near: over a wide formula a per cent is a glyph.
    scale_x, scale_y = source * ink.shape[1] / canvas.shape[1], source * ink.shape[0] / canvas.shape[0]
    left, top, right, bottom = (rng.integers(6, 11, 4)).tolist()
    ink = np.pad(ink, ((top, bottom), (left, right)))
    table = np.stack([classes.encode(marks.names).astype(np.float32), marks.x * scale_x + left, marks.y * scale_y + top, marks.size * scale_x / EM], 1)
    return ink, table


def degrade(ink: np.ndarray, rng: np.random.Generator, strength: float) -> np.ndarray:
    if rng.random() < 0.2 * strength:
        ink = cv2.GaussianBlur(ink, (0, 0), rng.uniform(0.3, 0.9))
    if rng.random() < 0.2 * strength:
        ink = ink ** rng.uniform(0.5, 1.8)
    if rng.random() < 0.12 * strength:
        ink = cv2.dilate(ink, np.ones((2, 2), np.uint8)) if rng.random() < 0.6 else np.minimum(ink, cv2.blur(ink, (2, 2)) * 1.3)
    if rng.random() < 0.1 * strength:
        ok, data = cv2.imencode(".jpg", 255 - (ink * 255).astype(np.uint8), [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(25, 85))])
        ink = 1 - cv2.imdecode(data, cv2.IMREAD_GRAYSCALE).astype(np.float32) / 255 if ok else ink
    if rng.random() < 0.15 * strength:
        ink = ink + rng.normal(0, rng.uniform(0.01, 0.08), ink.shape).astype(np.float32)
    return np.clip(ink, 0, 1).astype(np.float32)
