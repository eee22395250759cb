"""A full-size FastVLM checkpoint with random weights, in Apple's naming, for measuring speed and memory.

    python models/convert/random_checkpoint.py {0.5b,1.5b,7b} TARGET [--layers N]

Weights are bfloat16 and vision branches are folded, as in Apple's files. `--layers` keeps only the first N decoder
layers (the shapes of all others are the same).
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np

Shape = tuple[int, ...]

SIZES = {
    "0.5b": dict(hidden=896, layers=24, heads=14, kv=2, head_dim=64, mlp=4864, vocab=151936),
    "1.5b": dict(hidden=1536, layers=28, heads=12, kv=2, head_dim=128, mlp=8960, vocab=151936),
    "7b": dict(hidden=3584, layers=28, heads=28, kv=4, head_dim=128, mlp=18944, vocab=152064),
}
_WIDTHS, _DEPTHS, _OUT = (96, 192, 384, 768, 1536), (2, 12, 24, 4, 2), 3072


def vision_shapes() -> Iterator[tuple[str, Shape]]:
    """FastViTHD with folded branches, in MobileCLIP's names."""

    def conv(name: str, out: int, per_group: int, size: int) -> Iterator[tuple[str, Shape]]:
        yield f"{name}.weight", (out, per_group, size, size)
        yield f"{name}.bias", (out,)

    def norm(name: str, width: int, statistics: bool) -> Iterator[tuple[str, Shape]]:
        for part in ("weight", "bias", *(("running_mean", "running_var") if statistics else ())):
            yield f"{name}.{part}", (width,)

    first = _WIDTHS[0]
    yield from conv("patch_embed.0.reparam_conv", first, 3, 3)
    yield from conv("patch_embed.1.reparam_conv", first, 1, 3)
    yield from conv("patch_embed.2.reparam_conv", first, first, 1)
    network = 0
    for stage, (width, depth) in enumerate(zip(_WIDTHS, _DEPTHS)):
        if stage:
            yield from conv(f"network.{network}.proj.0.lkb_reparam", width, 1, 7)
            yield from conv(f"network.{network}.proj.1.reparam_conv", width, width, 1)
            network += 1
        attention = stage >= 3
        if attention:
            yield from conv(f"network.{network}.reparam_conv", width, 1, 7)
            network += 1
        for block in range(depth):
            name = f"network.{network}.{block}"
            if attention:
                yield from norm(f"{name}.norm", width, statistics=False)
                yield f"{name}.token_mixer.qkv.weight", (3 * width, width)
                yield f"{name}.token_mixer.proj.weight", (width, width)
                yield f"{name}.token_mixer.proj.bias", (width,)
                yield f"{name}.layer_scale_1", (width, 1, 1)
                yield f"{name}.layer_scale_2", (width, 1, 1)
            else:
                yield from conv(f"{name}.token_mixer.reparam_conv", width, 1, 3)
                yield f"{name}.layer_scale", (width, 1, 1)
            yield f"{name}.convffn.conv.conv.weight", (width, 1, 7, 7)
            yield from norm(f"{name}.convffn.conv.bn", width, statistics=True)
            yield from conv(f"{name}.convffn.fc1", 4 * width, width, 1)
            yield from conv(f"{name}.convffn.fc2", width, 4 * width, 1)
        network += 1
    yield from conv("conv_exp.reparam_conv", _OUT, 1, 3)
    yield from conv("conv_exp.se.reduce", _OUT // 16, _OUT, 1)
    yield from conv("conv_exp.se.expand", _OUT, _OUT // 16, 1)


def shapes(size: str, layers: int) -> Iterator[tuple[str, Shape]]:
    s = SIZES[size]
    hidden, kv = s["hidden"], s["kv"] * s["head_dim"]
    yield "model.embed_tokens.weight", (s["vocab"], hidden)
    for layer in range(layers):
        name = f"model.layers.{layer}"
        for role, out in (("q", hidden), ("k", kv), ("v", kv)):
            yield f"{name}.self_attn.{role}_proj.weight", (out, hidden)
            yield f"{name}.self_attn.{role}_proj.bias", (out,)
        yield f"{name}.self_attn.o_proj.weight", (hidden, hidden)
        for part in ("gate", "up"):
            yield f"{name}.mlp.{part}_proj.weight", (s["mlp"], hidden)
        yield f"{name}.mlp.down_proj.weight", (hidden, s["mlp"])
        yield f"{name}.input_layernorm.weight", (hidden,)
        yield f"{name}.post_attention_layernorm.weight", (hidden,)
    yield "model.norm.weight", (hidden,)
    yield "lm_head.weight", (s["vocab"], hidden)
    yield "model.mm_projector.0.weight", (hidden, _OUT)
    yield "model.mm_projector.0.bias", (hidden,)
    yield "model.mm_projector.2.weight", (hidden, hidden)
    yield "model.mm_projector.2.bias", (hidden,)
    for name, shape in vision_shapes():
        yield f"model.vision_tower.vision_tower.model.{name}", shape


def values(name: str, shape: Shape, noise: np.ndarray) -> np.ndarray:
    """Float32 values of a plausible size; large matrices repeat a pool of noise, which no kernel's speed depends on."""
    count = int(np.prod(shape))
    if "norm" in name or name.endswith(("bn.weight", "running_var")):
        return np.full(shape, 0.0 if name.endswith((".bias", "running_mean")) else 1.0, np.float32)
    if "layer_scale" in name:
        return np.full(shape, 0.1, np.float32)
    fan_in = max(1, count // shape[0])
    scale = 1.0 if "embed_tokens" in name else 0.02 if len(shape) == 1 else fan_in**-0.5
    start = sum(name.encode()) * 9973 % (len(noise) // 2)
    repeated = np.resize(noise[start : start + min(count, len(noise) // 2)], count)
    return (repeated * np.float32(scale)).reshape(shape)


def write(size: str, target: Path, layers: int | None = None) -> None:
    target.mkdir(parents=True, exist_ok=True)
    s = SIZES[size]
    layers = layers or s["layers"]
    entries = list(shapes(size, layers))
    header, at = {}, 0
    for name, shape in entries:
        length = 2 * int(np.prod(shape))
        header[name] = {"dtype": "BF16", "shape": list(shape), "data_offsets": [at, at + length]}
        at += length
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    noise = np.random.default_rng(0).standard_normal(1 << 24, np.float32)
    with (target / "model.safetensors").open("wb") as f:
        f.write(len(text).to_bytes(8, "little") + text)
        for name, shape in entries:
            (values(name, shape, noise).view(np.uint32) >> 16).astype(np.uint16).tofile(f)
    config = {
        "model_type": "llava_qwen2",
        "architectures": ["LlavaQwen2ForCausalLM"],
        "hidden_size": s["hidden"],
        "num_hidden_layers": layers,
        "num_attention_heads": s["heads"],
        "num_key_value_heads": s["kv"],
        "intermediate_size": s["mlp"],
        "vocab_size": s["vocab"],
        "rms_norm_eps": 1e-6,
        "rope_theta": 1e6,
        "max_position_embeddings": 32768,
        "tie_word_embeddings": False,
        "image_token_index": 151646,
        "image_aspect_ratio": "pad",
        "mm_hidden_size": _OUT,
        "mm_projector_type": "mlp2x_gelu",
        "mm_vision_tower": "mobileclip_l_1024",
        "eos_token_id": 151645,
        "bos_token_id": 151643,
    }
    (target / "config.json").write_text(json.dumps(config, indent=1) + "\n")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("size", choices=SIZES)
    parser.add_argument("target", type=Path)
    parser.add_argument("--layers", type=int)
    args = parser.parse_args()
    write(args.size, args.target, args.layers)
