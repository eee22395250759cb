"""Train the encoder densely on marks: `python train_encoder.py --steps N [--resume]`.

With --handwriting the pictures are written by hand (see handwriting/), and the checkpoint is one of its own; it begins
from the weights of `--start`, an encoder of print.
"""

import argparse
import json
import random
import threading
import time
from pathlib import Path
from queue import Queue

import numpy as np
import torch
import torch.nn.functional as F

from encoder import CELL_X, CELL_Y, Encoder, targets
from glyphs import Classes
from optimiser import WORKING, Trainer
from paths import CHECKPOINTS, HANDWRITING, LOGS
from pictures import Page, Pages, render

PIXELS = 130_000
"""Padded pixels in a batch."""


def stack(inks: list[np.ndarray]) -> torch.Tensor:
    """Pad with background on the right and below to multiples of 16 → [B, 1, H, W]."""
    h = (max(i.shape[0] for i in inks) + 15) // 16 * 16
    w = (max(i.shape[1] for i in inks) + 15) // 16 * 16
    x = np.zeros((len(inks), 1, h, w), np.float32)
    for k, i in enumerate(inks):
        x[k, 0, : i.shape[0], : i.shape[1]] = i
    return torch.from_numpy(x)


def weight(page: Page) -> float:
    return min(len(page.ids), 60) ** 0.7 if len(page.ids) <= 200 else 0.0


def batches(pages, rng: random.Random, nrng: np.random.Generator, strength, classes: Classes, budget: int = PIXELS, render=render, weight=weight, pool: int = 256):
    """Batches of pictures of similar shape, sorted out of `pool` at a time: (pictures, marks, target ids)."""
    weights = [weight(p) for p in pages]
    while True:
        items = []
        for page in rng.choices(pages, weights, k=pool):
            made = render(page, nrng, strength(), classes)
            if made is not None and made[0].size < 300_000 and made[0].shape[1] < 1600:
                items.append((*made, page.ids))
        items.sort(key=lambda it: ((it[0].shape[0] + 15) // 32, it[0].shape[1]))
        groups, size = [[]], (0, 0)
        for it in items:
            size = (max(size[0], it[0].shape[0]), max(size[1], it[0].shape[1]))
            if groups[-1] and size[0] * size[1] * (len(groups[-1]) + 1) > budget:
                groups.append([])
                size = it[0].shape
            groups[-1].append(it)
        rng.shuffle(groups)
        for g in groups:
            yield stack([i for i, _, _ in g]), [m for _, m, _ in g], [t for _, _, t in g]


def material(handwriting: bool, limit: int):
    """→ (pages to train on, pages held out, and for each how `batches` makes pictures of them)."""
    if not handwriting:
        return Pages("train", limit // 2, True).pages + Pages("styled", limit // 2, True).pages, Pages("val").pages, {}, {}
    from handwriting.compose import Composer
    from handwriting.corpus import held_out_pages, training_pages, weight

    return training_pages(limit), held_out_pages(), {"render": Composer(), "weight": weight, "pool": 1024}, {"render": Composer(held_out=True), "weight": weight}


def dense_loss(model: Encoder, cells: torch.Tensor, marks, height: int, width: int):
    """→ (loss, dict of parts). cells as the encoder returns them."""
    objectness, (k, r, q), (c, dx, dy, size) = targets(marks, height, width)
    located = model.locate(cells)
    found = F.binary_cross_entropy_with_logits(located[..., 0].float(), objectness, reduction="sum") / max(len(k), 1)
    at = located[k, r, q].float()
    logits = model.classify(cells[k, r, q]).float()
    kind = F.cross_entropy(logits, c.long())
    place = (F.smooth_l1_loss(at[:, 1] * CELL_X, dx) + F.smooth_l1_loss(at[:, 2] * CELL_Y, dy)) * 0.3
    sized = size > 0
    font = F.smooth_l1_loss(at[sized, 3], size[sized].log(), beta=0.1) if sized.any() else at.sum() * 0
    return found + kind + place + font, {"found": found.item(), "kind": kind.item(), "hit": (logits.argmax(1) == c).float().mean().item()}


@torch.no_grad()
def evaluate(model: Encoder, sets) -> dict[str, float]:
    """Class accuracy at the true cells, and recall and precision of cells (the true cell or a neighbour) at 0.4."""
    right = total = recalled = fired = good = 0
    for x, marks, _ in sets:
        cells = model(x.to(WORKING).to(memory_format=torch.channels_last))
        located = model.locate(cells)[..., 0].float().sigmoid()
        objectness, (k, r, q), (c, *_) = targets(marks, x.shape[2], x.shape[3])
        own = objectness[k, r, q] >= 0.5
        right += (model.classify(cells[k, r, q]).argmax(1) == c)[own].sum().item()
        total += own.sum().item()
        around = F.max_pool2d(located[:, None], 3, 1, 1)[:, 0]
        recalled += (around[k, r, q] > 0.4)[own].sum().item()
        near = F.max_pool2d(objectness[:, None], 3, 1, 1)[:, 0] > 0
        fired += (located > 0.4).sum().item()
        good += ((located > 0.4) & near).sum().item()
    return {"class": right / total, "recall": recalled / total, "precision": good / max(fired, 1)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--steps", type=int, default=6000)
    parser.add_argument("--lr", type=float, default=2e-3)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--limit", type=int, default=60000, help="pages to hold in memory")
    parser.add_argument("--resume", action="store_true")
    parser.add_argument("--handwriting", action="store_true")
    parser.add_argument("--start", type=Path, help="an encoder's checkpoint to begin from")
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    classes = Classes.load()
    model = Encoder(len(classes.names)).to(memory_format=torch.channels_last)
    trainer = Trainer(model, args.lr, ema=0.99)
    path = (HANDWRITING if args.handwriting else CHECKPOINTS) / "encoder.pt"
    if args.resume and path.exists():
        trainer.load(path)
    elif args.start:
        trainer.adopt(torch.load(args.start, weights_only=False)["average"])
    rng, nrng = random.Random(trainer.step), np.random.default_rng(trainer.step)
    pages, sample, made, held_out = material(args.handwriting, args.limit)
    stream = batches(random.Random(5).sample(sample, 200), random.Random(1), np.random.default_rng(1), lambda: 0.5, classes, **held_out)
    validation = [next(stream) for _ in range(8)]
    print(f"{sum(p.numel() for p in model.parameters()) / 1e6:.2f} M parameters, {len(pages)} pages", flush=True)
    queue: Queue = Queue(6)

    def feed() -> None:
        for batch in batches(pages, rng, nrng, lambda: min(0.6, max(0.0, trainer.step / args.steps * 1.4 - 0.3)), classes, **made):
            queue.put(batch)

    threading.Thread(target=feed, daemon=True).start()
    LOGS.mkdir(parents=True, exist_ok=True)
    smooth: dict[str, float] = {}
    started = time.time()
    seen0 = trainer.seen
    while trainer.step < args.steps:
        x, marks, _ = queue.get()
        cells = model(x.to(WORKING).to(memory_format=torch.channels_last))
        loss, parts = dense_loss(model, cells, marks, x.shape[2], x.shape[3])
        loss.backward()
        trainer.update(args.steps, decay=0.5)
        trainer.seen += len(x)
        smooth = {n: 0.98 * smooth.get(n, v) + 0.02 * v for n, v in parts.items()}
        if trainer.step % 50 == 0:
            speed = (trainer.seen - seen0) / (time.time() - started)
            print(trainer.step, {n: round(v, 3) for n, v in smooth.items()}, f"seen {trainer.seen} {speed:.1f}/s q{queue.qsize()}", flush=True)
        if trainer.step % 100 == 0:
            trainer.save(path)
        if trainer.step % 500 == 0 or trainer.step == args.steps:
            trainer.save(path)
            with trainer.averaged():
                scores = evaluate(model, validation)
            line = {"step": trainer.step, "pictures": trainer.seen, **{n: round(v, 4) for n, v in (smooth | scores).items()}}
            print("EVAL", line, flush=True)
            with (LOGS / ("encoder-handwriting.jsonl" if args.handwriting else "encoder.jsonl")).open("a") as log:
                log.write(json.dumps(line) + "\n")


if __name__ == "__main__":
    main()
