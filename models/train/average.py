"""A joint checkpoint halfway between two: `python average.py OUT.pt A.pt B.pt [--share 0.5] [--handwriting]`.

A model trained further on other pictures and the one it came from are often better halfway than either. The norms get
the statistics of pictures anew; the optimiser's state is that of A, the step is 0: a checkpoint to go on from.
"""

import argparse
import random
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from encoder import Encoder
from glyphs import Classes
from model import FormulaModel
from reader import ReaderConfig
from train_encoder import batches, material


@torch.no_grad()
def measure_norms(encoder: Encoder, pictures: list[Tensor]) -> None:
    """Give every norm of a convolution the mean and variance of its input over all the pictures."""
    norms = [m for m in encoder.modules() if isinstance(m, nn.BatchNorm2d)]
    for norm in norms:
        norm.reset_running_stats()
        norm.momentum = None
        norm.train()
    for x in pictures:
        encoder(x)
    encoder.eval()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("a", type=Path)
    parser.add_argument("b", type=Path)
    parser.add_argument("--share", type=float, default=0.5, help="of A")
    parser.add_argument("--handwriting", action="store_true")
    args = parser.parse_args()
    a, b = (torch.load(path, weights_only=False) for path in (args.a, args.b))
    weights = {n: torch.lerp(b["average"][n], w, args.share) if w.is_floating_point() else w for n, w in a["average"].items()}
    model = FormulaModel(ReaderConfig(**a["config"]))
    model.load_state_dict(weights)
    pages, _, made, _ = material(args.handwriting, 4000)
    made.pop("pool", None)
    stream = batches(pages, random.Random(5), np.random.default_rng(5), lambda: 0.25, Classes.load(), **made)
    measure_norms(model.encoder, [next(stream)[0] for _ in range(40)])
    weights = model.state_dict()
    torch.save({**a, "master": weights, "average": {n: w.clone() for n, w in weights.items()}, "step": 0}, args.out)


if __name__ == "__main__":
    main()
