"""Trains the picture half of the kind model on what measure.ts wrote, and writes models/kind/kind.onnx.

    python models/train-kind/train.py WORK models/kind/kind.onnx [EPOCHS [all]]

The pictures of the sources in HELD_BACK are kept back, so that fit-text.py can fit the calibration on them. After
that, "all" goes on from the last checkpoint with every picture: more sources make a better network.
"""

import json
import os
import sys
import time

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

work, target = sys.argv[1:3]
epochs = int(sys.argv[3]) if len(sys.argv) > 3 else 14
torch.manual_seed(1)
torch.set_num_threads(int(os.environ.get('THREADS', '2')))

HELD_BACK = {
    "chart/vega", "code/hljs-card", "diagram/graphviz", "dialog/css-xp", "dialog/css-windows11",
    "document/html-letter", "document/html-invoice", "formula/matplotlib", "icon/tabler", "icon/elementary",
    "table/html-sheet", "table/html-booktabs", "terminal/pre-linux", "web-page/html-shop", "web-page/html-forum",
    "photo/Garden", "photo/Dune", "photo/BytheWater", "photo/china", "photo/Storm", "photo/LadyBird", "photo/OneStandsOut",
}  # fmt: skip

json.dump(sorted(HELD_BACK), open(f"{work}/held-back.json", "w"))
index = json.load(open(f"{work}/measured/train/index.json"))
rows = index["rows"]
overview = np.memmap(f"{work}/measured/train/overview.bin", np.uint8, "r").reshape(-1, 6, 128, 128)
close_up = np.memmap(f"{work}/measured/train/close-up.bin", np.uint8, "r").reshape(-1, 3, 96, 96)
values = np.array([r["values"] for r in rows], np.float32)
labels = np.array([r["kind"] for r in rows])
variant = np.array([r["variant"] for r in rows])
held_back = np.array([r["file"].rsplit("_", 1)[0] in HELD_BACK for r in rows])
assert len(rows) == len(overview) == len(close_up)


def separable(inside, outside, stride):
    return nn.Sequential(
        nn.Conv2d(inside, inside, 3, stride, 1, groups=inside, bias=False),
        nn.BatchNorm2d(inside),
        nn.Conv2d(inside, outside, 1, bias=False),
        nn.BatchNorm2d(outside),
        nn.ReLU(),
    )


def trunk(channels, widths):
    # Patches of 4 × 4 first: most of a picture's structure is coarser, and training stays a matter of minutes.
    layers = [nn.Conv2d(channels, widths[0], 4, 4, bias=False), nn.BatchNorm2d(widths[0]), nn.ReLU(), separable(widths[0], widths[0], 1)]
    for a, b in zip(widths, widths[1:]):
        layers += [separable(a, b, 2), separable(b, b, 1)]
    return nn.Sequential(*layers)


class KindModel(nn.Module):
    def __init__(self, mean, std, kinds):
        super().__init__()
        self.register_buffer("mean", mean)
        self.register_buffer("std", std)
        self.overview = trunk(6, [24, 48, 96])
        self.close_up = trunk(3, [24, 40, 64])
        self.values = nn.Sequential(nn.Linear(len(mean), 32), nn.ReLU())
        self.head = nn.Sequential(nn.Dropout(0.3), nn.Linear(2 * 96 + 2 * 64 + 32, 64), nn.ReLU(), nn.Dropout(0.2), nn.Linear(64, kinds))

    def forward(self, overview, close_up, values):
        pooled = []
        for net, x in ((self.overview, overview), (self.close_up, close_up)):
            x = net(x.float() / 128 - 1)
            pooled += [x.mean((2, 3)), x.amax((2, 3))]
        v = ((values - self.mean) / self.std).clamp(-4, 4)
        return self.head(torch.cat([*pooled, self.values(v)], 1))


finish = len(sys.argv) > 4 and sys.argv[4] == "all"
fit_rows = np.arange(len(rows)) if finish else np.where(~held_back)[0]
check_rows = np.where(held_back & (variant == 0))[0]
mean = torch.tensor(values[fit_rows].mean(0))
std = torch.tensor(values[fit_rows].std(0) + 1e-3)
model = KindModel(mean, std, len(index["kinds"]))
if finish:
    model.load_state_dict(torch.load(f"{work}/kind.pt"))
print(sum(p.numel() for p in model.parameters()), "parameters,", len(fit_rows), "to train on,", len(check_rows), "to check on", flush=True)
counts = np.bincount(labels[fit_rows], minlength=len(index["kinds"]))
weight = torch.tensor((counts.mean() / counts), dtype=torch.float32)
optimizer = torch.optim.AdamW(model.parameters(), 2e-3, weight_decay=0.02)
BATCH = 48
steps = epochs * (len(fit_rows) // BATCH)
schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 2.5e-3 if finish else 4e-3, steps)


def batch(picked, augment):
    o, c = torch.from_numpy(overview[picked].copy()), torch.from_numpy(close_up[picked].copy())
    v = torch.from_numpy(values[picked].copy())
    if augment:
        for k in range(len(picked)):
            # Colours say little about the kind: other channel orders and negatives are as likely.
            if torch.rand(()) < 0.3:
                order = torch.randperm(3)
                o[k, :3], c[k] = o[k, order].clone(), c[k, order].clone()
            if torch.rand(()) < 0.15:
                o[k, :3], c[k] = 255 - o[k, :3], 255 - c[k]
            if torch.rand(()) < 0.3:
                dy, dx = torch.randint(-12, 13, (2,)).tolist()
                o[k] = torch.roll(o[k], (dy, dx), (1, 2))
        v[:, :3] += torch.randn(len(picked), 3) * 0.5
        v = torch.where(torch.rand_like(v) < 0.15, mean, v)
    return o, c, v


def check():
    model.eval()
    with torch.no_grad():
        logits = torch.cat([model(*batch(part, False)) for part in np.array_split(check_rows, max(1, len(check_rows) // 64))])
    model.train()
    truth = torch.tensor(np.concatenate([labels[p] for p in np.array_split(check_rows, max(1, len(check_rows) // 64))]))
    return (logits.argmax(1) == truth).float().mean().item(), F.cross_entropy(logits, truth).item()


for epoch in range(epochs):
    start, total = time.process_time(), 0.0
    order = np.random.default_rng(epoch).permutation(fit_rows)
    for k in range(0, len(order) - BATCH + 1, BATCH):
        picked = np.sort(order[k : k + BATCH])
        loss = F.cross_entropy(model(*batch(picked, True)), torch.tensor(labels[picked]), weight=weight, label_smoothing=0.05)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        if schedule.last_epoch < steps - 1:
            schedule.step()
        total += loss.item()
    accuracy, nll = check()
    print(f"epoch {epoch} loss {total / (len(order) // BATCH):.3f} held back {accuracy:.3f} nll {nll:.3f} {time.process_time() - start:.0f} s of processor", flush=True)

model.eval()
if not finish:
    torch.save(model.state_dict(), f"{work}/kind.pt")
names = ["overview", "closeUp", "measurements"]
torch.onnx.export(
    model,
    batch(check_rows[:1], False),
    target,
    input_names=names,
    output_names=["logits"],
    dynamic_axes={n: {0: "batch"} for n in [*names, "logits"]},
    opset_version=17,
    dynamo=False,
)
