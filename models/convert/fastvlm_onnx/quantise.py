"""Weight formats of linear layers: how a [out, in] matrix is stored and which operator multiplies with it.

`q4` and `q8` are block-wise, round to nearest, symmetric, for com.microsoft.MatMulNBits; `accuracy_level=4` lets the
runtime quantise the activations to int8 per block. `int8` has one scale per output and is multiplied by
com.microsoft.DynamicQuantizeMatMul, whose activations are quantised as a whole to uint8: three to four times as fast as
float32 for many rows (VNNI), where the block-wise product gains little.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from .graph import Graph

# Rows of a weight matrix handled at a time: bounds memory for the 150,000-row heads.
_ROWS = 4096

# Bytes of a transposed weight gathered before they are written.
_STRIP_BYTES = 1 << 27

Rows = Callable[[slice], np.ndarray]


def _strip(out_size: int, item_bytes: int) -> int:
    """Input features gathered at a time; the matrix is read once for each strip."""
    return max(1, _STRIP_BYTES // (out_size * item_bytes))


@dataclass(frozen=True)
class Matrix:
    """A [out, in] weight that can be read in slices of its rows."""

    out_size: int
    in_size: int
    rows: Rows

    @staticmethod
    def of(value: np.ndarray) -> "Matrix":
        return Matrix(value.shape[0], value.shape[1], lambda part: value[part])

    def chunks(self) -> Iterator[np.ndarray]:
        for start in range(0, self.out_size, _ROWS):
            yield self.rows(slice(start, min(start + _ROWS, self.out_size)))


def quantise_rows(rows: np.ndarray, bits: int, block: int) -> tuple[np.ndarray, np.ndarray]:
    """Symmetric block-wise quantisation of [n, in] → codes uint8 [n, blocks, block·bits/8], scales float32 [n, blocks].

    The scale maps the entry of largest magnitude to −2^(bits−1), so the whole code range is used; with 4 bits two
    smaller scales are tried as well, which clip that entry, and the one with the least squared error is taken.
    """
    count, size = rows.shape
    blocks = -(-size // block)
    grouped = rows
    if blocks * block != size:
        grouped = np.zeros((count, blocks * block), np.float32)
        grouped[:, :size] = rows
    grouped = np.ascontiguousarray(grouped, np.float32).reshape(count, blocks, block)
    half = 1 << (bits - 1)
    largest = np.take_along_axis(grouped, np.abs(grouped).argmax(2)[..., None], 2)[..., 0]
    codes = np.empty(grouped.shape, np.uint8)
    scales = np.zeros((count, blocks), np.float32)
    least = np.full((count, blocks), np.inf, np.float32)
    for factor in (1.0, 0.92, 0.84) if bits == 4 else (1.0,):
        scale = (largest * np.float32(factor / -half)).astype(np.float32)
        inverse = np.divide(1, scale, out=np.zeros_like(scale), where=scale != 0)
        signed = np.clip(np.rint(grouped * inverse[..., None]), -half, half - 1)
        error = np.square(signed * scale[..., None] - grouped).sum(2)
        better = error < least
        least[better], scales[better] = error[better], scale[better]
        codes[better] = (signed[better] + half).astype(np.uint8)
    if bits == 4:
        codes = codes[..., 0::2] | (codes[..., 1::2] << 4)
    return codes, scales


def dequantise(codes: np.ndarray, scales: np.ndarray, bits: int, size: int) -> np.ndarray:
    """The inverse of quantise_rows: float32 [n, in]."""
    if bits == 4:
        codes = np.stack([codes & 15, codes >> 4], -1).reshape(*codes.shape[:2], -1)
    values = (codes.astype(np.float32) - (1 << (bits - 1))) * scales[..., None]
    return values.reshape(len(values), -1)[:, :size]


@dataclass(frozen=True)
class LinearFormat:
    """fp32, fp16 (stored as float16, computed as float32), q4, q8 or int8."""

    kind: str = "fp32"
    block: int = 32
    accuracy_level: int = 0

    def add(
        self, graph: Graph, x: str, name: str, matrix: Matrix, bias: np.ndarray | None = None, outliers: bool = False
    ) -> str:
        """x [..., in] → [..., out]. `outliers`: a few rows of x are much larger than the rest (see `_dynamic`)."""
        if self.kind == "int8":
            return self._dynamic(graph, x, name, matrix, bias, outliers)
        y = self._nbits(graph, x, name, matrix) if self.kind in ("q4", "q8") else self._dense(graph, x, name, matrix)
        return y if bias is None else graph.node("Add", [y, graph.weight(f"{name}.bias", bias)])

    def _dense(self, graph: Graph, x: str, name: str, matrix: Matrix) -> str:
        dtype = np.dtype(np.float16 if self.kind == "fp16" else np.float32)
        # MatMul wants [in, out]; columns are gathered a strip of input features at a time to bound memory.
        strip = _strip(matrix.out_size, dtype.itemsize)

        def parts() -> Iterator[np.ndarray]:
            for start in range(0, matrix.in_size, strip):
                columns = slice(start, min(start + strip, matrix.in_size))
                block = np.empty((columns.stop - start, matrix.out_size), dtype)
                row = 0
                for chunk in matrix.chunks():
                    block[:, row : row + len(chunk)] = chunk[:, columns].T
                    row += len(chunk)
                yield block

        weight = graph.weight_parts(f"{name}.weight", dtype, (matrix.in_size, matrix.out_size), parts())
        if self.kind == "fp16":
            weight = graph.node("Cast", [weight], to=1)
        return graph.node("MatMul", [x, weight])

    def _dynamic(
        self, graph: Graph, x: str, name: str, matrix: Matrix, bias: np.ndarray | None, outliers: bool
    ) -> str:
        """One scale covers all activations, so rows with huge values would leave the others without resolution. Such
        inputs are brought to the same size row by row first, and the product is scaled back."""
        peaks = np.concatenate([np.abs(chunk).max(1) for chunk in matrix.chunks()])
        scales = (np.maximum(peaks, 1e-30) / 127).astype(np.float32)
        strip = _strip(matrix.out_size, 1)

        def parts() -> Iterator[np.ndarray]:
            for start in range(0, matrix.in_size, strip):
                columns = slice(start, min(start + strip, matrix.in_size))
                block = np.empty((columns.stop - start, matrix.out_size), np.int8)
                row = 0
                for chunk in matrix.chunks():
                    part = slice(row, row + len(chunk))
                    block[:, part] = np.rint(chunk[:, columns] / scales[part, None]).T
                    row += len(chunk)
                yield block

        weight = graph.weight_parts(f"{name}.weight_int8", np.int8, (matrix.in_size, matrix.out_size), parts())
        inputs = [x, weight, graph.weight(f"{name}.scales", scales)]
        if not outliers:
            if bias is not None:
                inputs += ["", graph.weight(f"{name}.bias", bias)]
            return graph.contrib("DynamicQuantizeMatMul", inputs)
        peak = graph.node("ReduceMax", [graph.node("Abs", [x])], axes=[-1], keepdims=1)
        peak = graph.node("Max", [peak, graph.constant(np.array(1e-20, np.float32))])
        inputs[0] = graph.node("Div", [x, peak])
        y = graph.node("Mul", [graph.contrib("DynamicQuantizeMatMul", inputs), peak])
        return y if bias is None else graph.node("Add", [y, graph.weight(f"{name}.bias", bias)])

    def _nbits(self, graph: Graph, x: str, name: str, matrix: Matrix) -> str:
        bits = int(self.kind[1:])
        blocks = -(-matrix.in_size // self.block)
        scales = np.empty((matrix.out_size, blocks), np.float32)

        def codes() -> Iterator[np.ndarray]:
            row = 0
            for chunk in matrix.chunks():
                code, scales[row : row + len(chunk)] = quantise_rows(chunk, bits, self.block)
                row += len(chunk)
                yield code

        shape = (matrix.out_size, blocks, self.block * bits // 8)
        weight = graph.weight_parts(f"{name}.weight_q{bits}", np.uint8, shape, codes())
        return graph.contrib(
            "MatMulNBits",
            [x, weight, graph.weight(f"{name}.scales", scales.reshape(-1))],
            K=matrix.in_size,
            N=matrix.out_size,
            bits=bits,
            block_size=self.block,
            accuracy_level=self.accuracy_level,
        )
