"""Train encoder and reader together on pictures: `python train_joint.py --steps N [--start JOINED.pt]`.

Resumes from its own checkpoint when there is one. With --freeze the encoder's weights are those of the newest
encoder checkpoint and stay as they are: the reader learns to live with the encoder's mistakes. With --handwriting the
pictures are written by hand, and the checkpoints are those of the reader of handwriting.
"""

import argparse
import json
import random
import time
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from encoder import Encoder
from glyphs import Classes
from model import FormulaModel
from observed import ObservedMarks
from optimiser import WORKING, Trainer
from paths import CHECKPOINTS, HANDWRITING, LOGS
from reader import ReaderConfig
from scores import report
from train_encoder import batches, dense_loss, material
from train_reader import Lists, column_order
from vocabulary import BOS, EOS, Vocabulary


def pad_tokens(ids: list[list[int]]) -> torch.Tensor:
    tokens = torch.zeros(len(ids), max(map(len, ids)) + 2, dtype=torch.long)
    for k, row in enumerate(ids):
        tokens[k, : len(row) + 2] = torch.tensor([BOS, *row, EOS])
    return tokens


class DisguisedLists:
    """Batches of mark lists, without pictures, of about `budget` padded positions (marks and tokens)."""

    def __init__(self, prefixes: tuple[str, ...], observed: ObservedMarks, budget: int) -> None:
        self.lists = [Lists(prefix, budget) for prefix in prefixes]
        self.observed = observed
        for lists in self.lists:
            lists.items = [item for item in lists.items if observed.knows(item[0])]

    def batches(self, rng: random.Random, nrng: np.random.Generator):
        """(features [B, N, cell] and places [B, N, 4] (objectness logit, x px, y px, log size) padded on the left, real [B, N], ids)."""
        streams = [lists.batches(rng) for lists in self.lists]
        while True:
            for stream in streams:
                items = next(stream)
                made = [self.observed.disguise(marks, nrng) for marks, _ in items]
                n = max(len(places) for _, places in made)
                features = torch.zeros(len(made), n, self.observed.features.shape[1])
                places = torch.zeros(len(made), n, 4)
                real = torch.zeros(len(made), n, dtype=torch.bool)
                for k, (f, p) in enumerate(made):
                    order = column_order(p)
                    features[k, n - len(p) :] = torch.from_numpy(f[order])
                    places[k, n - len(p) :] = torch.from_numpy(p[order])
                    real[k, n - len(p) :] = True
                yield features, places, real, [ids for _, ids in items]


def see(encoder: Encoder, x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    cells = encoder(x.to(WORKING).to(memory_format=torch.channels_last))
    return cells, encoder.locate(cells)


def read_loss(model: FormulaModel, features: torch.Tensor, real: torch.Tensor, tokens: torch.Tensor) -> torch.Tensor:
    logits = model.reader.read(features, real, tokens[:, :-1])
    return F.cross_entropy(logits.float().flatten(0, 1), tokens[:, 1:].flatten(), ignore_index=0)


def read_lists(model: FormulaModel, cells: torch.Tensor, places: torch.Tensor, real: torch.Tensor, ids: list[list[int]]) -> torch.Tensor:
    """Loss of a batch of DisguisedLists, its gradients added to the model's."""
    embedded, size, width, _ = model.describe(cells.to(WORKING), places)
    features = model.reader.marks(embedded, places[..., 1], places[..., 2], size, width, real[:, None, None])
    loss = read_loss(model, features, real, pad_tokens(ids))
    loss.backward()
    return loss


@torch.no_grad()
def evaluate(model: FormulaModel, sets, vocabulary: Vocabulary) -> dict[str, float]:
    pairs = []
    for x, _, ids in sets:
        features, real = model.batch_features(*see(model.encoder, x))
        answers, _ = model.reader.generate(features, real)
        pairs += [(vocabulary.decode(a), vocabulary.decode(i)) for a, i in zip(answers, ids, strict=True)]
    return report(pairs)


def hold_norms(encoder: Encoder) -> None:
    """Norms of convolutions go on computing with the statistics they have."""
    for module in encoder.modules():
        if isinstance(module, nn.BatchNorm2d):
            module.eval()


def load_encoder(trainer: Trainer, path: Path) -> int:
    """Put the newest separately trained encoder into the joint model (weights, master and average) → its step."""
    data = torch.load(path, weights_only=False)
    trainer.adopt({f"encoder.{k}": w for k, w in data["average"].items()})
    return data["step"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--start", type=Path)
    parser.add_argument("--steps", type=int, default=3000)
    parser.add_argument("--lr", type=float, default=4e-4)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--limit", type=int, default=60000)
    parser.add_argument("--freeze", action="store_true")
    parser.add_argument("--lists", type=int, default=0, help="padded positions of mark lists read in each step beside the pictures")
    parser.add_argument("--strength", type=float, default=0.5, help="how degraded the pictures are at most; 1: many at half size")
    parser.add_argument("--handwriting", action="store_true")
    parser.add_argument("--pixels", type=int, default=300_000, help="padded pixels in a batch")
    parser.add_argument("--dense", type=float, default=0.5, help="weight of the encoder's own loss beside the reader's")
    parser.add_argument("--encoder-rate", type=float, default=1.0, help="how many times faster the encoder learns than the reader")
    parser.add_argument("--read-every", type=int, default=1, help="the reader reads every so many batches; the encoder learns from all of them")
    parser.add_argument("--hold-norms", action="store_true", help="train a trained encoder with the statistics it has: those of a few pictures are far from those of all")
    parser.add_argument("--every", type=int, default=200, help="steps between evaluations")
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    classes, vocabulary = Classes.load(), Vocabulary.load()
    folder = HANDWRITING if args.handwriting else CHECKPOINTS
    path = folder / "joint.pt"
    source = path if path.exists() else args.start
    config = ReaderConfig(**torch.load(source, weights_only=False)["config"])
    model = FormulaModel(config)
    model.encoder.to(memory_format=torch.channels_last)
    trainer = Trainer(model, args.lr, ema=0.995, faster={"encoder.": args.encoder_rate})
    trainer.load(source)
    rng, nrng = random.Random(trainer.step + 7), np.random.default_rng(trainer.step + 7)
    pages, sample, made, held_out = material(args.handwriting, args.limit)
    sample = random.Random(5).sample(sample, 300)
    stream = batches(sample, random.Random(1), np.random.default_rng(1), lambda: 0.5, classes, **held_out)
    validation = []
    while sum(len(x) for x, _, _ in validation) < 60:
        validation.append(next(stream))
    # Not a thread: it would hold up every small operation of the reader for its turn at the interpreter.
    fork = get_context("fork")
    queue = fork.Queue(6)

    def feed() -> None:
        for x, marks, ids in batches(pages, rng, nrng, lambda: nrng.uniform(0, args.strength), classes, args.pixels, **made):
            queue.put((x.numpy(), marks, ids))

    fork.Process(target=feed, daemon=True).start()
    disguised = None
    if args.lists:
        disguised = DisguisedLists(("train", "styled"), ObservedMarks.load(config.mark_classes), args.lists).batches(random.Random(trainer.step + 9), np.random.default_rng(trainer.step + 9))
    smooth: dict[str, float] = {}
    started, seen0 = time.time(), trainer.seen
    while trainer.step < args.steps:
        if args.freeze and (trainer.step - 1) % args.every == 0 or trainer.step == 0:
            print("encoder of step", load_encoder(trainer, folder / "encoder.pt"), flush=True)
        x, marks, ids = queue.get()
        x = torch.from_numpy(x)
        if args.freeze:
            model.encoder.eval()
            with torch.no_grad():
                cells, located = see(model.encoder, x)
            dense = torch.zeros(())
        else:
            if args.hold_norms:
                hold_norms(model.encoder)
            cells, located = see(model.encoder, x)
            dense, _ = dense_loss(model.encoder, cells, marks, x.shape[2], x.shape[3])
        total, losses = args.dense * dense, {"dense": dense.item()}
        if args.freeze or trainer.step % args.read_every == 0:
            features, real = model.batch_features(cells, located)
            loss = read_loss(model, features, real, pad_tokens(ids))
            total, losses["loss"] = total + loss, loss.item()
        total.backward()
        if disguised:
            cells, places, real, ids = next(disguised)
            losses["lists"] = read_lists(model, cells, places, real, ids).item()
        if args.freeze:
            for p in model.encoder.parameters():
                p.grad = None
        trainer.update(args.steps, decay=0.6)
        trainer.seen += len(x)
        for n, v in losses.items():
            smooth[n] = 0.98 * smooth.get(n, v) + 0.02 * v
        if trainer.step % 25 == 0:
            speed = (trainer.seen - seen0) / (time.time() - started)
            print(trainer.step, {n: round(v, 3) for n, v in smooth.items()}, f"seen {trainer.seen} {speed:.1f}/s", flush=True)
        if trainer.step % args.every == 0 or trainer.step == args.steps:
            trainer.save(path, config=config.as_dict())
            with trainer.averaged():
                scores = evaluate(model, validation, vocabulary)
            line = {"step": trainer.step, "pictures": trainer.seen, **{n: round(v, 4) for n, v in (smooth | scores).items()}}
            print("EVAL", line, flush=True)
            with (LOGS / ("joint-handwriting.jsonl" if args.handwriting else "joint.jsonl")).open("a") as log:
                log.write(json.dumps(line) + "\n")


if __name__ == "__main__":
    main()
