"""Graphs in half precision throughout, as the hub's q4f16 vision encoder is."""

from __future__ import annotations

from pathlib import Path


def halve(source: Path, target: Path) -> None:
    """float16 throughout, float32 inputs and outputs: the hub's q4f16 vision encoder (its convolutions are float16)."""
    import onnx
    from onnxruntime.transformers.float16 import convert_float_to_float16

    model = convert_float_to_float16(onnx.load(source), keep_io_types=True, disable_shape_infer=True)
    onnx.save(model, target)
