"""One writer: habits, and how they bend, turn and hurry the strokes of a mark."""

from dataclasses import dataclass

import numpy as np

from handwriting.allographs import allograph
from handwriting.writers import AS_WRITTEN, LETTER_FAMILIES, Shape, Writers

FOOTED = {"cmr:49"}
"""The handwriting fonts have hardly a 1 with a foot."""
NO_FONTS = 0.3
"""So often a mark is written in a way that no font has (allographs.py)."""


@dataclass
class Hand:
    """Habits of one writer on one page."""

    shapes: dict[str, Shape]
    slant: float
    turn: float
    bend: float
    unsteady: float
    wander: float
    script: float
    stretch_x: float
    stretch_y: float
    uneven: float
    wide: float
    lift: float
    """How much further than in print scripts stand from the line, em."""
    haste: int
    """How much corners are rounded off."""


def hand(writers: Writers, rng: np.random.Generator, wildness: float = 1.0) -> Hand:
    wild = rng.uniform(0.3, 1.0 if rng.random() < 0.6 else 2.0) * wildness
    return Hand(
        shapes=writers.hands[rng.integers(len(writers.hands))],
        slant=rng.normal(0.05, 0.16),
        turn=0.08 * wild,
        bend=0.06 * wild,
        unsteady=0.06 * wild,
        wander=0.10 * wild,
        script=float(np.exp(rng.uniform(-0.1, 0.4))),
        stretch_x=float(np.exp(rng.uniform(0.0, 0.5))),
        stretch_y=float(np.exp(rng.uniform(-0.05, 0.3))),
        uneven=0.17 * wild,
        wide=float(np.exp(rng.normal(0, 0.13))),
        lift=float(max(0.0, rng.uniform(-0.2, 0.4))),
        haste=int(rng.choice([0, 0, 1, 2, 4])),
    )

def shape_for(name: str, own: Hand, writers: Writers, rng: np.random.Generator) -> Shape | None:
    """How this page's writer writes a mark, mostly; sometimes as another writer or as print has it."""
    printed = writers.tex.get(name)
    name = AS_WRITTEN.get(name, name)
    if not writers.held_out and rng.random() < NO_FONTS and (drawn := allograph(name, rng)):
        return drawn
    family = name.partition(":")[0]
    letter = family in LETTER_FAMILIES
    if rng.random() < (0.12 if letter and name not in FOOTED else 0.3) and printed:
        return printed
    if name in own.shapes and rng.random() < 0.8:
        return own.shapes[name]
    others = [h for h in (writers.hands[k] for k in rng.integers(len(writers.hands), size=4)) if name in h]
    if name not in own.shapes and rng.random() < 0.5:
        others = writers.who_write(name)
    if others:
        return others[rng.integers(len(others))][name]
    return own.shapes.get(name, printed)

def fitted(shape: Shape, width: float, height: float, rng: np.random.Generator, free: float) -> list[np.ndarray]:
    """The strokes about the origin, as large as the box; `free`: how far the writer's own proportions count, 0 to 1."""
    w, h = max(shape.width, 1e-3), max(shape.height, 1e-3)
    if w < 0.25 * h:
        sx = sy = height / h
    elif h < 0.25 * w:
        sx = sy = width / w
    else:
        sy = height / h
        sx = sy * float(np.clip((width / w) / sy, 0.5, 2.0)) ** (1 - free)
    half = np.array([w / 2, h / 2], np.float32)
    scale = np.array([sx, sy], np.float32)
    return [(s - half) * scale for s in shape.strokes]


def bent(strokes: list[np.ndarray], own: Hand, reach: float, rng: np.random.Generator) -> list[np.ndarray]:
    """Turned, slanted, bent smoothly; strokes shifted against each other. `reach`: size of the whole, em."""
    angle, shear = rng.normal(0, own.turn), own.slant + rng.normal(0, 0.06)
    c, s = np.cos(angle), np.sin(angle)
    turn = np.array([[c, -s], [s, c]], np.float32) @ np.array([[1, -shear], [0, 1]], np.float32)
    waves = rng.normal(0, 1, (2, 2)) / max(reach, 0.1) * 2.5
    phases, amounts = rng.uniform(0, 2 * np.pi, 2), rng.normal(0, own.bend * reach, 2)
    out = []
    for stroke in strokes:
        p = stroke @ turn.T
        p = p + np.sin(p @ waves + phases) * amounts + rng.normal(0, own.bend * 0.5 * reach, 2)
        out.append(p.astype(np.float32))
    return out


def hasty(strokes: list[np.ndarray], own: Hand, rng: np.random.Generator) -> list[np.ndarray]:
    """Corners cut, ends too long or too short, now and then two strokes in one."""
    out = []
    for s in strokes:
        n = len(s)
        if n > 6:
            for _ in range(own.haste):
                s = np.concatenate([s[:1], (s[:-2] + 2 * s[1:-1] + s[2:]) / 4, s[-1:]])
            first, last = (int(v) for v in np.maximum(0, rng.normal(0, 0.05 * n, 2)))
            s = s[min(first, n // 4) : n - min(last, n // 4)]
        if len(s) > 3 and rng.random() < 0.3:
            tail = s[-1] + (s[-1] - s[-3]) * rng.uniform(0, 1.5)
            s = np.concatenate([s, tail[None]])
        out.append(s)
    if len(out) == 2 and rng.random() < 0.04:
        a, b = out
        gaps = [(float(np.hypot(*(p[-1] - q[0]))), i, j) for i, p in enumerate((a, a[::-1])) for j, q in enumerate((b, b[::-1]))]
        _, i, j = min(gaps)
        out = [np.concatenate([a[::-1] if i else a, b[::-1] if j else b])]
    return out


def dot(rng: np.random.Generator, size: float) -> list[np.ndarray]:
    end = rng.normal(0, 0.05, 2) * size
    return [np.array([[0.0, 0.0], end], np.float32)]


def ruled(a: np.ndarray, b: np.ndarray, own: Hand, rng: np.random.Generator) -> np.ndarray:
    """A line drawn by hand."""
    n = 12
    t = np.linspace(0, 1, n)[:, None]
    length = float(np.hypot(*(b - a)))
    bow = rng.normal(0, 0.02 * own.unsteady / 0.06) * min(length, 4)
    wave = rng.normal(0, 0.012) * np.sin(t[:, 0] * rng.uniform(3, 12) + rng.uniform(0, 6))
    line = a + (b - a) * t
    line[:, 1] += bow * 4 * (t * (1 - t))[:, 0] + wave
    return line.astype(np.float32)


def radical(box: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """From the tick to the beginning of the bar, in the box (left, top, right, bottom)."""
    left, top, right, bottom = box
    w, h = right - left, bottom - top
    knee = rng.uniform(0.3, 0.6)
    points = [[0.0, rng.uniform(0.4, 0.65)], [knee * rng.uniform(0.3, 0.8), rng.uniform(0.4, 0.6)], [knee, 1.0], [1.0, 0.0]]
    if rng.random() < 0.4:
        points.pop(1 if rng.random() < 0.5 else 0)
    return (np.array(points) * [w, h] + [left, top]).astype(np.float32)
