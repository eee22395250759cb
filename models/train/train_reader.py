"""Train the reader on mark lists, without pictures: `python train_reader.py --steps N [--resume]`.

Marks get mistakes: shifted, resized, missing, doubled, misnamed. What the encoder really makes of them comes with `train_joint.py --lists`.
"""

import argparse
import json
import random
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

from glyphs import EM, Classes
from model import COLUMN
from optimiser import Trainer, part
from paths import CHECKPOINTS, LOGS, PAGES
from reader import Reader, ReaderConfig
from scores import report
from vocabulary import BOS, EOS, Vocabulary

BUDGET = 1600
"""Padded positions (marks + tokens) in a batch."""
LONGEST = 200
WIDTHS_PX = torch.from_numpy(Classes.load().widths) * EM
"""Of each class's ink, at the size of the text font."""


class Lists:
    """Mark lists with their target ids; formulas with a token outside the vocabulary have none and are left out.

    budget: padded positions (marks and tokens) in a batch.
    """

    def __init__(self, prefix: str, budget: int = BUDGET) -> None:
        self.budget = budget
        self.items: list[tuple[np.ndarray, list[int]]] = []
        for path in sorted(PAGES.glob(f"{prefix}-*.lists.npz")):
            s = np.load(path)
            table = np.stack([s["cls"].astype(np.float32), s["x"] * EM, s["y"] * EM, s["size"]], 1)
            ids = s["ids"].tolist()
            start = first = 0
            for end, last in zip(s["end"].tolist(), s["ids_end"].tolist(), strict=True):
                if 0 < last - first <= LONGEST and 0 < end - start <= LONGEST:
                    self.items.append((table[start:end], ids[first:last]))
                start, first = end, last

    def batches(self, rng: random.Random):
        """Batches of similar length, long formulas more often than short ones."""
        weights = [min(len(ids), 60) ** 0.7 for _, ids in self.items]
        while True:
            pool = rng.choices(self.items, weights, k=3000)
            pool.sort(key=lambda it: len(it[0]) + len(it[1]) + rng.random() * 4)
            groups: list[list] = [[]]
            for it in pool:
                n = max([len(i[0]) for i in groups[-1]] + [len(it[0])]) + max([len(i[1]) for i in groups[-1]] + [len(it[1])])
                if groups[-1] and n * (len(groups[-1]) + 1) > self.budget:
                    groups.append([])
                groups[-1].append(it)
            rng.shuffle(groups)
            yield from groups


def disturb(marks: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """One page's marks [N, 4] (class, x, y, size) as an encoder might report them."""
    m = marks.copy()
    scale = np.exp(rng.normal(0, 0.06))
    m[:, 1:] *= scale
    m[:, 1:3] += rng.normal(0, rng.choice([0.2, 0.4, 0.6]), (len(m), 2)) + rng.normal(0, 2, 2)
    m[:, 3] *= np.exp(rng.normal(0, 0.05, len(m)))
    if rng.random() < 0.5:
        rate = rng.choice([0.003, 0.01, 0.03])
        wrong = rng.random(len(m)) < rate / 2
        m[wrong, 0] = np.minimum(rng.exponential(60, wrong.sum()).astype(int), len(WIDTHS_PX) - 1)
        twice = m[rng.random(len(m)) < rate / 2].copy()
        twice[:, 1:3] += rng.normal(0, 3, (len(twice), 2))
        m = np.concatenate([m[rng.random(len(m)) >= rate / 2], twice])
    return m if len(m) else marks


def column_order(m: np.ndarray) -> np.ndarray:
    """The rows of a table with x and y (px) in its second and third column, in the order of image tokens: by columns, then by y."""
    return np.lexsort((m[:, 2], np.floor(m[:, 1] / COLUMN)))


def collate(items, rng: np.random.Generator | None = None):
    """→ marks [B, N, 4] padded on the left, real [B, N], tokens [B, T + 2] (bos … eos, padded); disturbed with a `rng`."""
    seen = [m if rng is None else disturb(m, rng) for m, _ in items]
    lists = [m[column_order(m)] for m in seen]
    n, t = max(map(len, lists)), max(len(ids) for _, ids in items) + 2
    marks = np.zeros((len(items), n, 4), np.float32)
    real = np.zeros((len(items), n), bool)
    tokens = np.zeros((len(items), t), np.int64)
    for k, (m, (_, ids)) in enumerate(zip(lists, items, strict=True)):
        marks[k, n - len(m) :] = m
        real[k, n - len(m) :] = True
        tokens[k, : len(ids) + 2] = [BOS, *ids, EOS]
    return torch.from_numpy(marks), torch.from_numpy(real), torch.from_numpy(tokens)


def features(model: Reader, marks: torch.Tensor, real: torch.Tensor) -> torch.Tensor:
    kind, x, y, size = marks.unbind(-1)
    mask = real[:, None, None] | ~real.any(1)[:, None, None, None]
    return model.marks(model.marks.embed(kind.long()), x, y, size, size * WIDTHS_PX[kind.long()], mask)


@torch.no_grad()
def evaluate(model: Reader, items, vocabulary: Vocabulary) -> dict[str, float]:
    pairs = []
    items = sorted(items, key=lambda it: len(it[1]))
    for i in range(0, len(items), 25):
        marks, real, _ = collate(items[i : i + 25])
        ids, _ = model.generate(features(model, marks, real), real)
        pairs += [(vocabulary.decode(h), vocabulary.decode(it[1])) for h, it in zip(ids, items[i : i + 25], strict=True)]
    return report(pairs)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--steps", type=int, default=12000)
    parser.add_argument("--lr", type=float, default=1.5e-3)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--resume", action="store_true")
    parser.add_argument("--start", type=Path, help="a joint checkpoint whose reader to go on from")
    parser.add_argument("--reload", type=int, default=4000, help="look for new shards every so many steps")
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    vocabulary, classes = Vocabulary.load(), Classes.load()
    config = ReaderConfig(vocab_size=len(vocabulary.tokens), mark_classes=len(classes.names))
    model = Reader(config)
    trainer = Trainer(model, args.lr)
    path = CHECKPOINTS / "reader.pt"
    if args.resume and path.exists():
        trainer.load(path)
    elif args.start:
        trainer.adopt(part(torch.load(args.start, weights_only=False)["average"], "reader."))
    validation = Lists("val").items
    validation = random.Random(5).sample(validation, 75)
    lists = Lists("train")
    rng, nrng = random.Random(trainer.step), np.random.default_rng(trainer.step)
    batches = lists.batches(rng)
    print(f"{sum(p.numel() for p in model.parameters()) / 1e6:.2f} M parameters, {len(lists.items)} lists", flush=True)
    LOGS.mkdir(parents=True, exist_ok=True)
    started, tokens_done, smooth = time.time(), 0, None
    while trainer.step < args.steps:
        marks, real, tokens = collate(next(batches), nrng)
        logits = model.read(features(model, marks, real), real, tokens[:, :-1])
        loss = F.cross_entropy(logits.float().flatten(0, 1), tokens[:, 1:].flatten(), ignore_index=0)
        loss.backward()
        trainer.update(args.steps)
        count = int((tokens[:, 1:] > 0).sum())
        trainer.seen += count
        tokens_done += count
        smooth = loss.item() if smooth is None else 0.99 * smooth + 0.01 * loss.item()
        if trainer.step % 50 == 0:
            speed = tokens_done / (time.time() - started)
            print(f"{trainer.step} loss {smooth:.3f} tokens {trainer.seen / 1e6:.2f}M {speed:.0f}/s", flush=True)
        if trainer.step % 100 == 0:
            trainer.save(path, config=config.as_dict())
        if trainer.step % 400 == 0 or trainer.step == args.steps:
            trainer.save(path, config=config.as_dict())
            with trainer.averaged():
                scores = evaluate(model, validation, vocabulary)
            line = {"step": trainer.step, "tokens": trainer.seen, "loss": round(smooth, 4), **{k: round(v, 4) for k, v in scores.items()}}
            print("EVAL", line, flush=True)
            with (LOGS / "reader.jsonl").open("a") as log:
                log.write(json.dumps(line) + "\n")
        if trainer.step % args.reload == 0:
            lists = Lists("train")
            batches = lists.batches(rng)


if __name__ == "__main__":
    main()
