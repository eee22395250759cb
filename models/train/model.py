"""The whole model: picture → cells → marks → image features → LaTeX tokens."""

import math

import torch
from torch import Tensor, nn

from encoder import CELL_X, CELL_Y, Encoder
from glyphs import EM, Classes
from reader import Reader, ReaderConfig

THRESHOLD = 0.2
"""A cell holds a mark when its objectness is above this."""
NEAR_X, NEAR_Y = 3.2, 5.0
"""Two marks closer than this (px) are one mark seen from two cells; the surer one is kept."""
COLUMN = 6.0
"""Marks are ordered by columns of this many px, and by y within a column."""


class FormulaModel(nn.Module):
    def __init__(self, config: ReaderConfig) -> None:
        super().__init__()
        self.encoder = Encoder(config.mark_classes)
        self.reader = Reader(config)
        self.widths = torch.from_numpy(Classes.load().widths) * EM
        """Of each class's ink, px at the size of the text font."""
        self.appearance = nn.Linear(self.encoder.cell + 1, config.hidden_size)
        nn.init.zeros_(self.appearance.weight)
        nn.init.zeros_(self.appearance.bias)

    def select(self, located: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Choose the cells that hold a mark, in column order. located [rows, columns, 4] of one picture.

        → (flat cell indices [N], x px [N], y px [N]); N is at least 1.
        """
        columns = located.shape[1]
        flat = located.reshape(-1, 4)
        score = flat[:, 0].float()
        floor = torch.minimum(score.max(), torch.tensor(math.log(THRESHOLD / (1 - THRESHOLD))))
        cells = (score >= floor).nonzero()[:, 0]
        x = ((cells % columns).float() + 0.5 + flat[cells, 1].float()) * CELL_X
        y = (torch.div(cells, columns, rounding_mode="floor").float() + 0.5 + flat[cells, 2].float()) * CELL_Y
        s = score[cells]
        near = ((x[:, None] - x[None]).abs() < NEAR_X) & ((y[:, None] - y[None]).abs() < NEAR_Y)
        rank = torch.arange(cells.shape[0])
        surer = (s[None] > s[:, None]) | ((s[None] == s[:, None]) & (rank[None] < rank[:, None]))
        alone = ~(near & surer).any(1)
        cells, x, y = cells[alone], x[alone], y[alone]
        key = torch.floor(x / COLUMN) * 10000 + y
        order = key.topk(key.shape[0], largest=False)[1]
        return cells[order], x[order], y[order]

    def describe(self, cells: Tensor, located: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Chosen cells [..., cell] and their located [..., 4] → (embedding [..., hidden], size [...], width px [...], class probabilities)."""
        probability = self.encoder.classify(cells).float().softmax(-1)
        sure = located[..., :1].float().sigmoid().to(cells.dtype)
        embedded = probability.to(cells.dtype) @ self.reader.marks.embed.weight
        embedded = embedded + self.appearance(torch.cat([cells, sure], -1))
        size = located[..., 3].float().clamp(-2, 1).exp()
        return embedded, size, size * (probability @ self.widths), probability

    def features(self, pixels: Tensor) -> tuple[Tensor, Tensor]:
        """One picture [1, 1, H, W] → (image features [1, N, hidden], marks [N, 6]: x, y, size, class, probability, objectness)."""
        cells = self.encoder(pixels)[0]
        located = self.encoder.locate(cells)
        chosen, x, y = self.select(located)
        flat = located.reshape(-1, 4)[chosen]
        embedded, size, width, probability = self.describe(cells.reshape(-1, cells.shape[-1])[chosen], flat)
        best, kind = probability.max(-1)
        marks = torch.stack([x, y, size, kind.float(), best, flat[:, 0].float().sigmoid()], -1)
        return self.reader.marks(embedded[None], x[None], y[None], size[None], width[None], None), marks

    def batch_features(self, cells: Tensor, located: Tensor) -> tuple[Tensor, Tensor]:
        """Several pictures' cells → (features [B, N, hidden] padded on the left, real [B, N])."""
        with torch.no_grad():
            chosen = [self.select(one) for one in located.detach()]
        n = max(len(c) for c, _, _ in chosen)
        b = len(chosen)
        index = torch.zeros(b, n, dtype=torch.long)
        real = torch.zeros(b, n, dtype=torch.bool)
        for k, (c, _, _) in enumerate(chosen):
            index[k, n - len(c) :] = c
            real[k, n - len(c) :] = True
        rows = torch.arange(b)[:, None]
        columns = located.shape[2]
        flat = located.reshape(b, -1, 4)[rows, index]
        x = ((index % columns).float() + 0.5 + flat[..., 1].float()) * CELL_X
        y = (torch.div(index, columns, rounding_mode="floor").float() + 0.5 + flat[..., 2].float()) * CELL_Y
        embedded, size, width, _ = self.describe(cells.reshape(b, -1, cells.shape[-1])[rows, index], flat)
        return self.reader.marks(embedded, x, y, size, width, real[:, None, None]), real
