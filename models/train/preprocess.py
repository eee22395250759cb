"""What happens to a picture before the model sees it. models/formula/PREPROCESSING.md states the same in words.

Everything here is elementary arithmetic on float32, so that another runtime can repeat it.
"""

import json
import math
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from glyphs import EM

MARGIN, MULTIPLE = 8, 16
"""Pixels around the ink, and the multiple to which width and height are filled up, at the normalised scale."""
INK, BLANK = 0.3, 0.08
"""A pixel is ink above INK of the strongest contrast; a picture whose strongest contrast is below BLANK is blank."""
LOW, HIGH = 0.06, 0.92
"""Contrast (relative to the strongest) mapped to 0 and to 1."""
MAX_WIDTH, MAX_HEIGHT = 1600, 640
SCALE_FILE = Path(__file__).with_name("scale.json")
HANDWRITING_SCALE_FILE = Path(__file__).with_name("handwriting") / "scale.json"


def ink_of(grey: np.ndarray) -> np.ndarray | None:
    """Luminance [H, W] in 0..1 → ink strength 0..1 on background 0, whatever the polarity; None for a blank picture."""
    frame = np.concatenate([grey[0], grey[-1], grey[:, 0], grey[:, -1]])
    difference = np.abs(grey - np.float32(np.median(frame)))
    strongest = float(difference.max())
    if strongest < BLANK:
        return None
    return np.clip((difference / strongest - LOW) / (HIGH - LOW), 0, 1).astype(np.float32)


def crop(ink: np.ndarray) -> np.ndarray:
    rows, columns = np.flatnonzero((ink > INK).any(1)), np.flatnonzero((ink > INK).any(0))
    return ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def triangle_weights(source: int, target: int) -> np.ndarray:
    """[target, source] weights of a linear resampling that averages when it shrinks."""
    ratio = source / target
    support = max(1.0, ratio)
    centre = (np.arange(target) + 0.5) * ratio
    distance = np.abs(np.arange(source)[None] + 0.5 - centre[:, None]) / support
    weights = np.clip(1 - distance, 0, None)
    return (weights / weights.sum(1, keepdims=True)).astype(np.float32)


def resize(ink: np.ndarray, factor: float) -> np.ndarray:
    h, w = ink.shape
    th, tw = max(1, math.floor(h * factor + 0.5)), max(1, math.floor(w * factor + 0.5))
    if (th, tw) == (h, w):
        return ink
    return triangle_weights(h, th) @ ink @ triangle_weights(w, tw).T


PEN, MOST_GROWTH = 1.7, 8
"""Handwriting only: width of a pen's line at the normalised scale, px, and by how many px of the picture a line may be
widened on each side. Thin lines would fade away where a large picture is made small."""


def pen_width(ink: np.ndarray) -> float:
    """Of a picture of lines, px: what one pixel more on each side adds to a line's area is two pixels of its length."""
    lines = (ink > 0.5).astype(np.uint8)
    area = int(lines.sum())
    more = int(cv2.dilate(lines, np.ones((3, 3), np.uint8)).sum()) - area
    return 2 * area / max(more, 1)


def even_pen(ink: np.ndarray, factor: float) -> np.ndarray:
    """Widens lines that would be thinner than PEN when resized by `factor`: the maximum over a square."""
    growth = math.floor((PEN / factor - pen_width(ink)) / 2 + 0.5)
    growth = min(growth, MOST_GROWTH)
    return ink if growth < 1 else cv2.dilate(ink, np.ones((2 * growth + 1, 2 * growth + 1), np.uint8))


QUANTILES = (0.25, 0.5, 0.75, 0.9)


def scale_features(ink: np.ndarray) -> np.ndarray:
    """What the scale is guessed from: logarithms of quantiles of the heights and widths of connected marks, and of the height.

    Marks are the 8-connected components of pixels above 0.5 with a height or width of at least 3 px. A quantile is the
    element floor(q · (n - 1) + 0.5) of the sorted list.
    """
    _, _, stats, _ = cv2.connectedComponentsWithStats((ink > 0.5).astype(np.uint8), connectivity=8)
    boxes = [(int(s[2]), int(s[3])) for s in stats[1:] if max(s[2], s[3]) >= 3]
    if not boxes:
        boxes = [(ink.shape[1], ink.shape[0])]
    heights, widths = sorted(h for _, h in boxes), sorted(w for w, _ in boxes)
    n = len(boxes)
    pick = [math.floor(q * (n - 1) + 0.5) for q in QUANTILES]
    values = [heights[p] for p in pick] + [widths[p] for p in pick] + [ink.shape[0]]
    return np.array([1.0, *(math.log(v) for v in values)])


@dataclass
class ScaleGuess:
    weights: np.ndarray

    @staticmethod
    def load(file: Path = SCALE_FILE) -> "ScaleGuess":
        return ScaleGuess(np.array(json.loads(file.read_text())))

    def em(self, ink: np.ndarray) -> float:
        """Pixels per em of a cropped picture."""
        return math.exp(float(scale_features(ink) @ self.weights))


def to_pixels(ink: np.ndarray, em: float, handwriting: bool = False) -> np.ndarray:
    """Cropped ink at `em` px per em → the model's input [1, 1, H, W] at the normalised scale."""
    factor = min(EM / em, MAX_WIDTH / ink.shape[1], MAX_HEIGHT / ink.shape[0])
    small = resize(even_pen(ink, factor) if handwriting else ink, factor)
    h, w = small.shape
    up = lambda n: (n + 2 * MARGIN + MULTIPLE - 1) // MULTIPLE * MULTIPLE
    out = np.zeros((1, 1, up(h), up(w)), np.float32)
    out[0, 0, MARGIN : MARGIN + h, MARGIN : MARGIN + w] = small
    return out


RESCALE_QUANTILE, RESCALE_ABOVE = 0.75, 0.1
"""The encoder reports every mark's font size relative to the text font. If the quantile of these sizes is further from 1
than e^±RESCALE_ABOVE, the guess of the scale was wrong by that ratio: the picture is prepared again."""


def rescaled_em(em: float, sizes: list[float]) -> float | None:
    """`sizes` of the marks that are glyphs → the better em, or None when the first was good enough."""
    if not sizes:
        return None
    sizes = sorted(sizes)
    typical = sizes[math.floor(RESCALE_QUANTILE * (len(sizes) - 1) + 0.5)]
    return em * typical if abs(math.log(typical)) > RESCALE_ABOVE else None
