"""Glyph outlines → pen strokes: the centre lines of a filled shape, traced and joined where a pen would go straight on."""

import cv2
import numpy as np
from skimage.morphology import skeletonize

STRAIGHT_ON = np.cos(np.radians(35))
"""Two lines that meet turn by less than this angle where they are one stroke."""
STEP = 3.5
"""Distance between the points of a stroke, px of the filled shape."""

Stroke = np.ndarray
"""[N, 2] points, x right and y down."""


def centre_lines(shape: np.ndarray) -> list[Stroke]:
    """Filled shape bool [H, W], about 100 px high → strokes in px."""
    shape = np.pad(shape, 2)
    skeleton = skeletonize(shape)
    depth = cv2.distanceTransform(shape.astype(np.uint8), cv2.DIST_L2, 5)
    lines = _prune(*_trace(skeleton), depth)
    return [_smooth(line) - 2 for line in _join(lines)]


def _trace(skeleton: np.ndarray):
    """→ (lines [N, 2] of (x, y), for every line the junction at each end or -1)."""
    on = skeleton.astype(np.uint8)
    around = cv2.filter2D(on, cv2.CV_16S, np.ones((3, 3), np.float32), borderType=cv2.BORDER_CONSTANT) - on
    knots = (on > 0) & (around > 2)
    count, label = cv2.connectedComponents(knots.astype(np.uint8), connectivity=8)
    centres = np.array([[0, 0]] + [np.mean(np.argwhere(label == k)[:, ::-1], 0) for k in range(1, count)], float)
    rest = (on > 0) & ~knots
    pieces, piece = cv2.connectedComponents(rest.astype(np.uint8), connectivity=8)
    lines, ends = [], []
    for k in range(1, pieces):
        points = {(int(x), int(y)) for y, x in np.argwhere(piece == k)}
        line = _walk(points)
        tips = [_knot_beside(label, line[0]), _knot_beside(label, line[-1])]
        if len(line) == 1:  # one pixel between two junctions
            near = sorted({int(v) for v in _patch(label, line[0]).ravel() if v})
            tips = (near + [0, 0])[:2] if len(near) > 1 else [near[0] if near else 0, 0]
        closed = len(line) > 5 and max(abs(line[0][0] - line[-1][0]), abs(line[0][1] - line[-1][1])) <= 1 and not any(tips)
        path = ([centres[tips[0]]] if tips[0] else []) + [np.array(p, float) for p in line]
        path += [centres[tips[1]]] if tips[1] else [np.array(line[0], float)] if closed else []
        lines.append(np.array(path))
        ends.append([t or -1 for t in tips])
    return lines, ends


def _patch(label: np.ndarray, point: tuple[int, int]) -> np.ndarray:
    x, y = point
    return label[max(y - 1, 0) : y + 2, max(x - 1, 0) : x + 2]


def _knot_beside(label: np.ndarray, point: tuple[int, int]) -> int:
    return int(_patch(label, point).max())


def _walk(points: set[tuple[int, int]]) -> list[tuple[int, int]]:
    """The pixels of a line without branches in order."""

    def neighbours(p):
        near = [(p[0] + dx, p[1] + dy) for dx, dy in ((0, -1), (0, 1), (-1, 0), (1, 0), (-1, -1), (1, 1), (-1, 1), (1, -1))]
        return [q for q in near if q in points]

    start = min(points, key=lambda p: (len(neighbours(p)), p))
    line = [start]
    points = set(points)
    points.discard(start)
    while True:
        step = neighbours(line[-1])
        if not step:
            return line
        line.append(step[0])
        points.discard(step[0])


def _length(line: np.ndarray) -> float:
    return float(np.hypot(*np.diff(line, axis=0).T).sum())


def _prune(lines, ends, depth):
    """Leaves out the short spurs that a skeleton has at the corners of a thick shape."""
    kept = []
    for line, (a, b) in zip(lines, ends, strict=True):
        if (a < 0) != (b < 0):
            x, y = line[0] if a >= 0 else line[-1]
            if _length(line) < 1.3 * depth[int(y), int(x)] + 2:
                continue
        kept.append((line, [a, b]))
    return kept


def _join(lines) -> list[np.ndarray]:
    """Joins at every junction the lines that go straight on."""
    lines = [(line, list(ends)) for line, ends in lines]
    knots = {e for _, ends in lines for e in ends if e >= 0}
    for knot in knots:
        while True:
            tips = [(i, side) for i, (_, ends) in enumerate(lines) for side in (0, 1) if ends[side] == knot]
            best = None
            for n, (i, s) in enumerate(tips):
                for j, t in tips[n + 1 :]:
                    if i == j:
                        continue
                    turn = -float(_heading(lines[i][0], s) @ _heading(lines[j][0], t))
                    if turn > STRAIGHT_ON and (best is None or turn > best[0]):
                        best = (turn, i, s, j, t)
            if best is None:
                # Two lines left over are a corner of one stroke.
                if len(tips) == 2 and tips[0][0] != tips[1][0]:
                    best = (0, *tips[0], *tips[1])
                else:
                    break
            _, i, s, j, t = best
            a, ea = lines[i]
            b, eb = lines[j]
            a, ea = (a[::-1], ea[::-1]) if s == 0 else (a, ea)
            b, eb = (b[::-1], eb[::-1]) if t == 1 else (b, eb)
            # The junction's own point bends the line: left out.
            joined = np.concatenate([a[:-2] if len(a) > 6 else a[:-1], b[2:] if len(b) > 6 else b[1:]])
            if len(joined) < 2:
                joined = np.concatenate([a, b])
            lines = [entry for k, entry in enumerate(lines) if k not in (i, j)] + [(joined, [ea[0], eb[1]])]
    return [line for line, _ in lines]


def _heading(line: np.ndarray, side: int) -> np.ndarray:
    """Unit vector away from an end, over the first dozen pixels."""
    line = line if side == 0 else line[::-1]
    d = line[min(12, len(line) - 1)] - line[min(2, len(line) - 1) if len(line) > 6 else 0]
    return d / max(np.hypot(*d), 1e-6)


def _smooth(line: np.ndarray) -> np.ndarray:
    """Without the stairs of the pixels, a point every STEP px."""
    if len(line) < 2:
        return np.repeat(line, 2, 0) + np.array([[0, 0], [1, 0]])
    closed = len(line) > 8 and np.hypot(*(line[0] - line[-1])) < 2
    sigma = min(3.0, len(line) / 6)
    reach = int(3 * sigma) + 1
    kernel = np.exp(-0.5 * (np.arange(-reach, reach + 1) / sigma) ** 2)
    kernel /= kernel.sum()
    if closed:
        padded = np.concatenate([line[-reach - 1 : -1], line, line[1 : reach + 1]])
    else:
        n = min(reach, len(line) - 1)
        padded = np.concatenate([2 * line[0] - line[n:0:-1], line, 2 * line[-1] - line[-2 : -n - 2 : -1]])
        padded = np.pad(padded, ((reach - n, reach - n), (0, 0)), mode="edge")
    smooth = np.stack([np.convolve(padded[:, k], kernel, "valid") for k in (0, 1)], 1)
    along = np.concatenate([[0], np.cumsum(np.hypot(*np.diff(smooth, axis=0).T))])
    n = max(2, round(along[-1] / STEP) + 1)
    at = np.linspace(0, along[-1], n)
    return np.stack([np.interp(at, along, smooth[:, k]) for k in (0, 1)], 1)
