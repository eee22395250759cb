"""What the encoder mistakes for what: `python confusions.py [PICTURES]`, for the mistakes that `train_reader.py` mixes into mark lists.

Reads validation pages at every strength and writes `confusions.npz` beside the checkpoints: for every class how often
its marks are missed, and which classes its marks were called, itself included.
"""

import random
import sys
from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as F

from encoder import Encoder, targets
from glyphs import Classes
from optimiser import Trainer
from paths import CHECKPOINTS
from pictures import Pages
from train_encoder import batches

FILE = CHECKPOINTS / "confusions.npz"
FOUND = 0.2
"""Objectness above which a mark counts as found, here or in a neighbouring cell."""


@dataclass
class Confusions:
    """missed [classes]: rate; start [classes + 1] and called: the classes that the marks of class c were called are called[start[c]:start[c + 1]]."""

    missed: np.ndarray
    start: np.ndarray
    called: np.ndarray

    @staticmethod
    def load(classes: int) -> "Confusions":
        """No mistakes at all where there is no file yet."""
        if not FILE.exists():
            return Confusions(np.zeros(classes, np.float32), np.arange(classes + 1), np.arange(classes, dtype=np.int16))
        data = np.load(FILE)
        return Confusions(data["missed"], data["start"], data["called"])

    def rename(self, kinds: np.ndarray, rng: np.random.Generator) -> np.ndarray:
        """For each class [N] one of those its marks were called."""
        low, high = self.start[kinds], self.start[kinds + 1]
        return self.called[low + (rng.random(len(kinds)) * (high - low)).astype(int)]


@torch.no_grad()
def main() -> None:
    pictures = int(sys.argv[1]) if len(sys.argv) > 1 else 2500
    torch.set_num_threads(1)
    classes = Classes.load()
    encoder = Encoder(len(classes.names))
    encoder.load_state_dict(torch.load(CHECKPOINTS / "encoder.pt", weights_only=False)["average"])
    encoder = Trainer(encoder, 0.0).model.eval().to(memory_format=torch.channels_last)
    rng, nrng = random.Random(3), np.random.default_rng(3)
    called: list[list[int]] = [[c] for c in range(len(classes.names))]
    missed, total = np.zeros(len(classes.names)), np.ones(len(classes.names))
    seen = 0
    for x, marks, _ in batches(Pages("val").pages, rng, nrng, lambda: rng.choice((0.0, 0.3, 0.6)), classes):
        cells = encoder(x.bfloat16().to(memory_format=torch.channels_last))
        found = encoder.locate(cells)[..., 0].float().sigmoid()
        objectness, (k, r, q), (c, *_) = targets(marks, x.shape[2], x.shape[3])
        own = objectness[k, r, q] >= 0.5
        k, r, q, c = k[own], r[own], q[own], c[own].long()
        around = F.max_pool2d(found[:, None], 3, 1, 1)[:, 0][k, r, q]
        for truth, name, f in zip(c.tolist(), encoder.classify(cells[k, r, q]).argmax(1).tolist(), around.tolist(), strict=True):
            total[truth] += 1
            missed[truth] += f < FOUND
            if f >= FOUND:
                called[truth].append(name)
        seen += len(x)
        if seen >= pictures:
            break
    names = np.concatenate([np.array(names, np.int16) for names in called])
    np.savez(FILE, missed=(missed / total).astype(np.float32), start=np.cumsum([0] + [len(n) for n in called]), called=names)
    print(f"{seen} pictures, {int(total.sum())} marks, {missed.sum() / total.sum():.4f} missed")


if __name__ == "__main__":
    main()
