"""Checks converted files against the checkpoint they came from.

The language model is computed anew in NumPy, one layer at a time, straight from the checkpoint; embeddings are read
from it; the vision encoder's variants are compared with its float32 graph, which the tests compare with PyTorch.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnxruntime as ort

from .checkpoint import Checkpoint
from .convert import FILES, SUFFIXES, VARIANTS, write_file
from .decoder import rotary_tables

_POSITIONS = 12
_IMAGE_PX = 256


@dataclass(frozen=True)
class Difference:
    file: str
    #: Largest absolute difference over the largest absolute value of the reference.
    relative: float
    cosine: float

    def __str__(self) -> str:
        return f"{self.file}: largest difference {self.relative:.2e} relative, cosine {self.cosine:.6f}"


def compare(file: str, actual: np.ndarray, reference: np.ndarray) -> Difference:
    a, b = actual.astype(np.float64).reshape(-1), reference.astype(np.float64).reshape(-1)
    return Difference(file, float(np.abs(a - b).max() / np.abs(b).max()), float(a @ b / np.sqrt((a @ a) * (b @ b))))


def _rms_norm(x: np.ndarray, weight: np.ndarray, eps: float) -> np.ndarray:
    return x / np.sqrt((x * x).mean(-1, keepdims=True) + eps) * weight


def _rotate(x: np.ndarray, cos: np.ndarray, sin: np.ndarray) -> np.ndarray:
    """x [heads, positions, dim], the halves of each head rotated against each other (GPT-NeoX style)."""
    first, second = np.split(x, 2, -1)
    return np.concatenate([first * cos - second * sin, second * cos + first * sin], -1)


def reference_logits(ckpt: Checkpoint, embeds: np.ndarray) -> np.ndarray:
    """Logits [vocabulary] of the last of `embeds` [positions, hidden]."""
    c, x = ckpt.text, embeds
    count = len(x)
    cos, sin = rotary_tables(count, c.head_dim, c.rope_theta)
    mask = np.triu(np.full((count, count), -np.inf, np.float32), 1)
    for layer in range(c.num_layers):
        name = f"text.layers.{layer}"

        def linear(value: np.ndarray, part: str) -> np.ndarray:
            bias = ckpt.read(f"{part}.bias") if f"{part}.bias" in ckpt else 0
            return value @ ckpt.read(f"{part}.weight").T + bias

        h = _rms_norm(x, ckpt.read(f"{name}.input_layernorm.weight"), c.rms_norm_eps)
        q, k, v = (
            linear(h, f"{name}.self_attn.{role}_proj").reshape(count, -1, c.head_dim).transpose(1, 0, 2)
            for role in "qkv"
        )
        groups = c.num_heads // c.num_kv_heads
        k, v = np.repeat(_rotate(k, cos, sin), groups, 0), np.repeat(v, groups, 0)
        scores = _rotate(q, cos, sin) @ k.transpose(0, 2, 1) * c.head_dim**-0.5 + mask
        weights = np.exp(scores - scores.max(-1, keepdims=True))
        mixed = (weights / weights.sum(-1, keepdims=True)) @ v
        x = x + linear(mixed.transpose(1, 0, 2).reshape(count, -1), f"{name}.self_attn.o_proj")
        h = _rms_norm(x, ckpt.read(f"{name}.post_attention_layernorm.weight"), c.rms_norm_eps)
        gate = linear(h, f"{name}.mlp.gate_proj")
        x = x + linear(gate / (1 + np.exp(-gate)) * linear(h, f"{name}.mlp.up_proj"), f"{name}.mlp.down_proj")
    last = _rms_norm(x[-1], ckpt.read("text.norm.weight"), c.rms_norm_eps)
    head = "lm_head.weight" if "lm_head.weight" in ckpt else "text.embed_tokens.weight"
    rows = ckpt.shape(head)[0]
    return np.concatenate([ckpt.read(head, slice(s, s + 8192)) @ last for s in range(0, rows, 8192)])


def _session(file: Path) -> ort.InferenceSession:
    options = ort.SessionOptions()
    options.log_severity_level = 3
    return ort.InferenceSession(str(file), options, providers=["CPUExecutionProvider"])


def _decoder_logits(ckpt: Checkpoint, file: Path, embeds: np.ndarray) -> np.ndarray:
    session, c = _session(file), ckpt.text
    feeds: dict[str, np.ndarray] = {
        "inputs_embeds": embeds[None],
        "attention_mask": np.ones((1, len(embeds)), np.int64),
        "position_ids": np.arange(len(embeds))[None],
    }
    for layer in range(c.num_layers):
        for kind in ("key", "value"):
            feeds[f"past_key_values.{layer}.{kind}"] = np.zeros((1, c.num_kv_heads, 0, c.head_dim), np.float32)
    names = {i.name for i in session.get_inputs()}
    return session.run(["logits"], {n: v for n, v in feeds.items() if n in names})[0][0, -1]


def verify(source: str | Path, target: str | Path) -> list[Difference]:
    """The largest difference of every converted file in `target`/onnx."""
    ckpt, folder = Checkpoint(source), Path(target) / "onnx"
    random = np.random.default_rng(0)
    present = {
        name: [v for v in VARIANTS[name] if (folder / f"{name}{SUFFIXES[v]}.onnx").is_file()] for name in FILES
    }
    file_of = lambda name, variant: folder / f"{name}{SUFFIXES[variant]}.onnx"  # noqa: E731
    differences = []

    ids = random.integers(0, ckpt.text.vocab_size, _POSITIONS)
    rows = np.concatenate([ckpt.read("text.embed_tokens.weight", slice(i, i + 1)) for i in ids])
    for variant in present["embed_tokens"]:
        file = file_of("embed_tokens", variant)
        differences.append(compare(file.name, _session(file).run(None, {"input_ids": ids[None]})[0][0], rows))

    if present["decoder_model_merged"]:
        reference = reference_logits(ckpt, rows)
        for variant in present["decoder_model_merged"]:
            file = file_of("decoder_model_merged", variant)
            differences.append(compare(file.name, _decoder_logits(ckpt, file, rows), reference))

    others = [v for v in present["vision_encoder"] if v != "fp32"]
    if others:
        pixels = {"pixel_values": random.random((1, 3, _IMAGE_PX, _IMAGE_PX), np.float32)}
        with tempfile.TemporaryDirectory() as temporary:
            full = file_of("vision_encoder", "fp32")
            if "fp32" not in present["vision_encoder"]:
                full = Path(temporary) / "vision_encoder.onnx"
                write_file(ckpt, full, "vision_encoder", "fp32", public=False)
            reference = _session(full).run(None, pixels)[0]
            for variant in others:
                file = file_of("vision_encoder", variant)
                differences.append(compare(file.name, _session(file).run(None, pixels)[0], reference))
    return differences
