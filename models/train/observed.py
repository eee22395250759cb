"""How the encoder sees marks, recorded: `python observed.py [--pictures N]`, so that the reader can meet it without pictures.

For every class of mark a sample of the cells in which the encoder found one (features, place, size), how often it was
missed, and what it saw where there was none. `ObservedMarks.disguise` turns true mark lists (see train_reader.py) into
what the encoder would have made of them, at a small part of the cost of drawing pictures and looking at them.
"""

import argparse
import random
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from glyphs import Classes
from model import FormulaModel
from optimiser import WORKING, Trainer
from paths import CHECKPOINTS
from reader import ReaderConfig
from train_encoder import batches, material

FILE = CHECKPOINTS / "observed.npz"
KEPT = 150
"""Cells kept of each class and quality of picture."""
QUALITIES = (0.9, 0.97)
"""The pictures' qualities: by the mean certainty of the names of their marks, below the first, between, above the second."""
SHARES = (0.15, 0.35, 0.5)
"""How often marks are disguised as those of pictures of each quality."""
MATCH_PX = 5.0
SCRIPT = 0.8
"""Marks smaller than this part of the text font look different from those of the text."""


@dataclass
class ObservedMarks:
    """Cells seen: features f16 [M, cell]; located f16 [M, 4]: objectness (logit), error of the place x, y (px), and the
    logarithm of the size seen over the true one (of the size seen, for ends of rules). rows[quality, class, is script] are their
    rows; missed[quality, class] rates; stray: rows seen where there was no mark, and how many a mark.
    """

    features: np.ndarray
    located: np.ndarray
    rows: dict[tuple[int, int, bool], np.ndarray]
    missed: np.ndarray
    stray: dict[int, np.ndarray]
    stray_rate: np.ndarray

    @staticmethod
    def load(classes: int) -> "ObservedMarks":
        data = np.load(FILE)
        rows: dict[tuple[int, int, bool], list[int]] = defaultdict(list)
        stray: dict[int, list[int]] = defaultdict(list)
        for i, (q, c, small) in enumerate(data["key"].tolist()):
            if c >= 0:
                rows[q, c, bool(small)].append(i)
            else:
                stray[q].append(i)
        as_arrays = {k: np.array(v) for k, v in rows.items()}
        for q in range(len(QUALITIES) + 1):
            for c in range(classes):
                either = [as_arrays[k] for k in ((q, c, False), (q, c, True)) if k in as_arrays]
                either = either or [as_arrays[k, c, s] for k in (1, 2, 0) for s in (False, True) if (k, c, s) in as_arrays]
                for small in (False, True):
                    if either and ((q, c, small) not in as_arrays or len(as_arrays[q, c, small]) < 5):
                        as_arrays[q, c, small] = np.concatenate(either)
        return ObservedMarks(data["features"], data["located"], as_arrays, data["missed"], {k: np.array(v) for k, v in stray.items()}, data["stray_rate"])

    def knows(self, marks: np.ndarray) -> bool:
        return all((1, c, False) in self.rows for c in marks[:, 0].astype(int).tolist())

    def disguise(self, marks: np.ndarray, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        """One page's marks [N, 4] (class, x px, y px, size) → (features [M, cell], places [M, 4]: objectness logit, x, y, log size)."""
        quality = int(rng.choice(len(SHARES), p=SHARES))
        m = marks[rng.random(len(marks)) >= self.missed[quality, marks[:, 0].astype(int)]]
        m = m if len(m) else marks
        scale = np.exp(rng.normal(0, 0.04) if rng.random() < 0.8 else rng.uniform(-0.3, 0.3))
        chosen = [
            (rows := self.rows[quality, c, s < SCRIPT])[int(rng.random() * len(rows))]
            for c, s in zip(m[:, 0].astype(int).tolist(), m[:, 3].tolist(), strict=True)
        ]
        located = self.located[chosen].astype(np.float32)
        ends = m[:, 3] == 0
        places = located.copy()
        places[:, 1:3] += m[:, 1:3] * scale + rng.uniform(6, 11, 2)
        places[~ends, 3] += np.log(m[~ends, 3] * scale)
        features = self.features[chosen]
        extra = rng.poisson(self.stray_rate[quality] * len(m))
        if extra and len(self.stray.get(quality, ())):
            rows = rng.choice(self.stray[quality], extra)
            at = rng.integers(0, len(m), extra)
            strange = self.located[rows].astype(np.float32)
            strange[:, 1:3] += places[at, 1:3]
            features, places = np.concatenate([features, self.features[rows]]), np.concatenate([places, strange])
        return features, places


def pair(x: np.ndarray, y: np.ndarray, marks: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """→ (for each place seen the nearest true mark within MATCH_PX that sees it as nearest too, else -1; the nearest in any case)."""
    far = np.hypot(x[:, None] - marks[None, :, 1], y[:, None] - marks[None, :, 2])
    nearest, back = far.argmin(1), far.argmin(0)
    mutual = (back[nearest] == np.arange(len(x))) & (far.min(1) < MATCH_PX)
    return np.where(mutual, nearest, -1), nearest


@torch.no_grad()
def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pictures", type=int, default=8000)
    parser.add_argument("--model", type=Path, default=CHECKPOINTS / "joint.pt")
    args = parser.parse_args()
    torch.set_num_threads(1)
    classes = Classes.load()
    data = torch.load(args.model, weights_only=False)
    model = FormulaModel(ReaderConfig(**data["config"]))
    model.load_state_dict(data["average"])
    encoder = torch.load(CHECKPOINTS / "encoder.pt", weights_only=False)["average"]
    model.load_state_dict({f"encoder.{k}": w for k, w in encoder.items()}, strict=False)
    model = Trainer(model, 0.0).model.eval()
    model.encoder.to(memory_format=torch.channels_last)
    rng, nrng = random.Random(11), np.random.default_rng(11)
    pages, _, made, _ = material(False, 40_000)
    count = len(QUALITIES) + 1
    kept: dict[tuple[int, int, bool], list[tuple[np.ndarray, np.ndarray]]] = defaultdict(list)
    met: dict[tuple[int, int, bool], int] = defaultdict(int)
    missed, total, strays, marks_of = np.zeros((count, len(classes.names))), np.ones((count, len(classes.names))), np.zeros(count), np.ones(count)

    def keep(key: tuple[int, int, bool], what: tuple[np.ndarray, np.ndarray]) -> None:
        met[key] += 1
        if len(kept[key]) < KEPT:
            kept[key].append(what)
        elif (i := int(nrng.random() * met[key])) < KEPT:
            kept[key][i] = what

    seen = 0
    for x, truth, _ in batches(pages, rng, nrng, lambda: nrng.uniform(0, 0.5), classes, **made):
        cells = model.encoder(x.to(WORKING).to(memory_format=torch.channels_last))
        located = model.encoder.locate(cells)
        for k, marks in enumerate(truth):
            chosen, px, py = model.select(located[k])
            features = cells[k].reshape(-1, cells.shape[-1])[chosen]
            at = located[k].reshape(-1, 4)[chosen].float().numpy()
            certain = model.encoder.classify(features).float().softmax(-1).amax(-1).mean().item()
            quality = int(np.searchsorted(QUALITIES, certain))
            stored = features.half().numpy()
            match, nearest = pair(px.numpy(), py.numpy(), marks.astype(np.float32))
            found = set(match.tolist())
            for j, c in enumerate(marks[:, 0].astype(int).tolist()):
                total[quality, c] += 1
                missed[quality, c] += j not in found
            for i, (j, n) in enumerate(zip(match.tolist(), nearest.tolist(), strict=True)):
                true = marks[j if j >= 0 else n]
                size = at[i, 3] - (np.log(true[3]) if j >= 0 and true[3] > 0 else 0)
                what = stored[i], np.array([at[i, 0], px[i] - true[1], py[i] - true[2], size], np.float16)
                keep((quality, int(true[0]), bool(true[3] < SCRIPT)) if j >= 0 else (quality, -1, False), what)
                strays[quality] += j < 0
            marks_of[quality] += len(marks)
        seen += len(x)
        if seen >= args.pictures:
            break
    keys = [key for key, items in kept.items() for _ in items]
    items = [what for group in kept.values() for what in group]
    np.savez(FILE, key=np.array(keys, np.int16), features=np.stack([f for f, _ in items]), located=np.stack([p for _, p in items]),
             missed=(missed / total).astype(np.float32), stray_rate=strays / marks_of)  # fmt: skip
    print(f"{seen} pictures, {len(items)} cells kept, missed {missed.sum(1) / total.sum(1)}, strays a mark {strays / marks_of}, marks {marks_of}")


if __name__ == "__main__":
    main()
