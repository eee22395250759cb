"""Where the time goes: the least a machine needs for FastVLM-0.5B's operations and bytes, beside what was measured.

    python bench/vlm/floor.py CACHE [--threads 1]     (after bench.mjs with the same number of threads)

Rates are measured here: float32 and int8 products of the model's own shapes, and reading memory. Processor time is used
with one thread, so that other work on the machine does not count.
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path

import numpy as np
import onnxruntime as ort
from onnx import TensorProto, helper, numpy_helper

_WIDTHS, _DEPTHS = (96, 192, 384, 768, 1536), (2, 12, 24, 4, 2)
_HIDDEN, _LAYERS, _MLP, _KV, _TEXT = 896, 24, 4864, 256, 24


def encoder_operations(size: int) -> tuple[float, float]:
    """Multiply-adds ×2 in pointwise products (int8 can do these) and in everything else."""
    pointwise = other = 0.0
    for stage, (width, depth) in enumerate(zip(_WIDTHS, _DEPTHS)):
        pixels = (size / 4 / 2**stage) ** 2
        pointwise += depth * pixels * width * 4 * width * 2 * 2
        other += depth * pixels * width * 49 * 2
        if stage < 3:
            other += depth * pixels * width * 9 * 2
        else:
            pointwise += depth * pixels * width * width * 4 * 2
            other += depth * pixels * pixels * width * 2 * 2
        other += pixels * width * width * 2 if stage else pixels * (27 * 4 + 9 + width) * width * 2
    return pointwise, other


def decoder_operations(positions: int) -> float:
    """Products of all layers for a prompt; the head works on one position and does not count."""
    per_token = _LAYERS * (_HIDDEN * (_HIDDEN + _KV) + _HIDDEN * _HIDDEN + 3 * _HIDDEN * _MLP)
    return 2.0 * per_token * positions


def product_rate(int8: bool, threads: int, rows: int = 1024, inner: int = 896, columns: int = 4864) -> float:
    """Operations a second of a product in onnxruntime."""
    weights = np.random.default_rng(0).standard_normal((inner, columns), np.float32)
    if int8:
        inits = [np.rint(weights * 30).clip(-127, 127).astype(np.int8), np.full(columns, 1 / 30, np.float32)]
        node = helper.make_node("DynamicQuantizeMatMul", ["x", "w0", "w1"], ["y"], domain="com.microsoft")
    else:
        inits = [weights]
        node = helper.make_node("MatMul", ["x", "w0"], ["y"])
    value = lambda name, shape: helper.make_tensor_value_info(name, TensorProto.FLOAT, shape)  # noqa: E731
    tensors = [numpy_helper.from_array(v, f"w{i}") for i, v in enumerate(inits)]
    graph = helper.make_graph([node], "product", [value("x", [rows, inner])], [value("y", [rows, columns])], tensors)
    opsets = [helper.make_opsetid("", 17), helper.make_opsetid("com.microsoft", 1)]
    options = ort.SessionOptions()
    options.intra_op_num_threads = threads
    session = ort.InferenceSession(
        helper.make_model(graph, opset_imports=opsets, ir_version=8).SerializeToString(), options
    )
    x = np.random.default_rng(1).standard_normal((rows, inner), np.float32)
    return 2.0 * rows * inner * columns / best_seconds(lambda: session.run(None, {"x": x}), threads)


def read_rate(threads: int) -> float:
    """Bytes a second of one thread summing a large array, times the threads (an upper bound)."""
    data = np.ones(1 << 27, np.float32)
    return data.nbytes / best_seconds(data.sum, 1) * threads


def best_seconds(work, threads: int) -> float:
    clock = time.process_time if threads == 1 else time.perf_counter
    best = float("inf")
    for _ in range(5):
        start = clock()
        work()
        best = min(best, clock() - start)
    return best


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("cache", type=Path)
    parser.add_argument("--threads", type=int, default=1)
    args = parser.parse_args()
    fp32, int8, memory = product_rate(False, args.threads), product_rate(True, args.threads), read_rate(args.threads)
    print(f"rates: float32 {fp32 / 1e9:.0f} Gop/s, int8 {int8 / 1e9:.0f} Gop/s, memory {memory / 1e9:.1f} GB/s")
    results = json.loads((Path(__file__).parent / "results" / "bench.json").read_text())["results"]
    weights = (args.cache / "fast" / "onnx" / "decoder_model_merged_q4.onnx_data").stat().st_size
    print(f"a token: {weights / 1e6:.0f} MB of q4 weights, at least {weights / memory * 1e3:.1f} ms")
    for size in (512, 768, 1024):
        pointwise, other = encoder_operations(size)
        prompt = decoder_operations((size // 64) ** 2 + _TEXT)
        full = ((pointwise + other + prompt) / fp32) * 1e3
        mixed = ((pointwise + prompt) / int8 + other / fp32) * 1e3
        print(
            f"{size} px: encoder {(pointwise + other) / 1e9:.0f} Gop, prompt {prompt / 1e9:.0f} Gop; "
            f"at least {full:.0f} ms in float32, {mixed:.0f} ms with int8 products"
        )
        for name, result in results.items():
            field = "firstCpuMs" if args.threads == 1 else "firstMs"
            runs = [r[field] for r in result["runs"] if r["size"] == size and r.get(field)]
            if runs:
                print(f"    {name}: {min(runs):.0f} ms")


if __name__ == "__main__":
    main()
