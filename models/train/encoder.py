"""The picture encoder: convolutions that say, for every 4 × 8 px of the picture, whether a mark's centre lies there,
which mark it is, exactly where, and how large its font is.

Stages at stride 4, 8 and 16 (RepMixer-like blocks: depthwise mixing + channel MLP), joined again at stride 8.
"""

import torch
import torch.nn.functional as F
from torch import Tensor, nn

CELL_X, CELL_Y = 4, 8
"""Pixels per cell. A position of the stride-8 feature map holds two cells side by side."""


class Down(nn.Module):
    def __init__(self, cin: int, cout: int) -> None:
        super().__init__()
        self.conv = nn.Conv2d(cin, cout, 3, stride=2, padding=1, bias=False)
        self.norm = nn.BatchNorm2d(cout)

    def forward(self, x: Tensor) -> Tensor:
        return F.gelu(self.norm(self.conv(x)))


class Mix(nn.Module):
    def __init__(self, d: int, ratio: int = 2, kernel: int = 3) -> None:
        super().__init__()
        self.mix = nn.Conv2d(d, d, kernel, padding=kernel // 2, groups=d, bias=False)
        self.norm = nn.BatchNorm2d(d)
        self.up = nn.Conv2d(d, d * ratio, 1)
        self.down = nn.Conv2d(d * ratio, d, 1)
        self.gain = nn.Parameter(torch.full((d, 1, 1), 0.3))

    def forward(self, x: Tensor) -> Tensor:
        x = x + self.norm(self.mix(x))
        return x + self.gain * self.down(F.gelu(self.up(x)))


class Encoder(nn.Module):
    def __init__(self, classes: int, dims: tuple[int, ...] = (24, 48, 128, 224), depth: tuple[int, ...] = (1, 3, 4, 1), cell: int = 128) -> None:
        super().__init__()
        a, b, c, d = dims
        self.cell = cell
        self.stem = nn.Sequential(Down(1, a), Down(a, b), *[Mix(b) for _ in range(depth[0])])
        self.stage8 = nn.Sequential(Down(b, c), *[Mix(c) for _ in range(depth[1])])
        self.stage16 = nn.Sequential(Down(c, d), *[Mix(d) for _ in range(depth[2])])
        self.lateral = nn.Conv2d(d, c, 1)
        self.join = nn.Sequential(*[Mix(c) for _ in range(depth[3])])
        self.split = nn.Conv2d(c, 2 * cell, 1)
        self.locate = nn.Linear(cell, 4)
        self.classify = nn.Linear(cell, classes)
        nn.init.constant_(self.locate.bias[:1], -3.0)

    def forward(self, x: Tensor) -> Tensor:
        """[B, 1, H, W] (H, W multiples of 16, ink 1 on 0) → cell features [B, H/8, W/4, cell]."""
        x8 = self.stage8(self.stem(x))
        x16 = self.lateral(self.stage16(x8))
        up = F.interpolate(x16, scale_factor=2, mode="nearest")
        y = F.gelu(self.split(self.join(x8 + up)))
        b, _, h, w = y.shape
        return y.permute(0, 2, 3, 1).reshape(b, h, w * 2, self.cell)


def targets(marks: list, height: int, width: int):
    """Per-picture marks [N, 4] → (objectness [B, rows, columns], list index arrays of supervised cells).

    A mark near the border of its cell is shared with the neighbour, half and half at the border itself.
    → objectness, and for every supervised cell: (picture, row, column), class, dx, dy (px from the cell's centre), size.
    """
    rows, columns = height // CELL_Y, width // CELL_X
    objectness = torch.zeros(len(marks), rows, columns)
    where, what = [], []
    for k, table in enumerate(marks):
        for c, x, y, size in table.tolist():
            col, row = min(int(x / CELL_X), columns - 1), min(int(y / CELL_Y), rows - 1)
            fx, fy = x - col * CELL_X, y - row * CELL_Y
            cells = [(row, col, 1.0)]
            for d, dr, dc in ((fx, 0, -1), (CELL_X - fx, 0, 1), (fy, -1, 0), (CELL_Y - fy, 1, 0)):
                if d < 1.0 and 0 <= row + dr < rows and 0 <= col + dc < columns:
                    share = 0.5 * (1 - max(d, 0.0))
                    cells.append((row + dr, col + dc, share))
                    cells[0] = (row, col, min(cells[0][2], 1 - share))
            for r, q, p in cells:
                objectness[k, r, q] = max(float(objectness[k, r, q]), p)
                where.append((k, r, q))
                what.append((c, x - (q + 0.5) * CELL_X, y - (r + 0.5) * CELL_Y, size))
    return objectness, torch.tensor(where).T, torch.tensor(what).T
