"""Reads a checkpoint folder tensor by tensor, whatever naming it uses.

Two namings are known: Apple's `llava_qwen2` (`model.layers.0…`, `model.mm_projector.0`, the vision tower as
MobileCLIP's `network.N`) and Hugging Face's `fast_vlm` (`model.language_model.layers.0…`, timm's `stages.N`).
Both are mapped to one canonical naming: `text.…`, `projector.{1,2}.…`, `vision.…` (timm's names), `lm_head.…`.
Nothing is loaded until it is asked for; files are memory-mapped.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np

_DTYPES = {
    "F64": np.float64,
    "F32": np.float32,
    "F16": np.float16,
    "BF16": np.uint16,
    "I64": np.int64,
    "I32": np.int32,
}


class CheckpointError(Exception):
    """The folder is not a checkpoint this converter understands; the message says what is missing."""


@dataclass(frozen=True)
class TextConfig:
    """Shape of the Qwen2 decoder."""

    hidden_size: int
    num_layers: int
    num_heads: int
    num_kv_heads: int
    head_dim: int
    intermediate_size: int
    vocab_size: int
    rms_norm_eps: float
    rope_theta: float
    max_positions: int


@dataclass(frozen=True)
class _Entry:
    file: Path
    dtype: str
    shape: tuple[int, ...]
    start: int
    end: int


def _vision_name(name: str) -> str:
    """MobileCLIP's names for the vision tower to timm's; timm's names pass unchanged."""
    for old, new in (
        ("patch_embed", "stem"),
        ("rbr_conv", "conv_kxk"),
        ("rbr_scale", "conv_scale"),
        ("rbr_skip", "identity"),
        ("conv_exp", "final_conv"),
        ("lkb_origin", "large_conv"),
        ("lkb_reparam", "reparam_conv"),
        ("convffn", "mlp"),
        ("se.reduce", "se.fc1"),
        ("se.expand", "se.fc2"),
    ):
        name = name.replace(old, new)
    return re.sub(r"layer_scale(_[12])?$", r"layer_scale\1.gamma", name)


def _flat_networks(names: list[str]) -> dict[str, str]:
    """Maps `network.N` of MobileCLIP to stages: each `proj` (downsampling) entry opens a new stage."""
    indices = {int(m.group(1)) for n in names if (m := re.match(r"network\.(\d+)\.", n))}
    kinds: dict[int, str] = {}
    for name in names:
        if m := re.match(r"network\.(\d+)\.(\w+)", name):
            second = m.group(2)
            kinds[int(m.group(1))] = (
                "downsample.proj" if second == "proj" else "blocks" if second.isdigit() else "pos_emb"
            )
    stage = 0
    result: dict[str, str] = {}
    for index in sorted(indices):
        kind = kinds[index]
        if kind == "downsample.proj":
            stage += 1
        prefix = f"network.{index}" + (".proj" if kind == "downsample.proj" else "")
        # MobileCLIP calls the training-time branch of the position encoding `pe`, timm `pos_enc`.
        if kind == "pos_emb":
            result[f"network.{index}.pe"] = f"stages.{stage}.pos_emb.pos_enc"
        result[prefix] = f"stages.{stage}.{kind}"
    return result


class Checkpoint:
    """A folder with `config.json` and one or more `*.safetensors` files."""

    def __init__(self, folder: str | Path):
        self.folder = Path(folder)
        config_file = self.folder / "config.json"
        if not config_file.is_file():
            raise CheckpointError(f"{self.folder} has no config.json: point to the checkpoint's folder.")
        self.config: dict = json.loads(config_file.read_text())
        files = sorted(self.folder.glob("*.safetensors"))
        if not files:
            raise CheckpointError(f"{self.folder} has no .safetensors file: download the checkpoint's weights first.")
        raw: dict[str, _Entry] = {}
        for file in files:
            raw.update(self._read_header(file))
        self._entries = {self._canonical(name, raw): entry for name, entry in raw.items()}
        self.text = self._text_config()

    @staticmethod
    def _read_header(file: Path) -> dict[str, _Entry]:
        size = file.stat().st_size
        with file.open("rb") as f:
            length = int.from_bytes(f.read(8), "little")
            if not 0 < length <= size - 8:
                raise CheckpointError(f"{file} is not a safetensors file, or it is cut off: download it again.")
            header = json.loads(f.read(length))
        entries = {}
        for name, info in header.items():
            if name == "__metadata__":
                continue
            start, end = (8 + length + offset for offset in info["data_offsets"])
            if end > size:
                raise CheckpointError(f"{file} is cut off inside {name}: download it again.")
            if info["dtype"] not in _DTYPES:
                raise CheckpointError(f"{file}: {name} has type {info['dtype']}, which is not supported.")
            entries[name] = _Entry(file, info["dtype"], tuple(info["shape"]), start, end)
        return entries

    def _canonical(self, name: str, raw: dict[str, _Entry]) -> str:
        if not hasattr(self, "_networks"):
            apple = "model.vision_tower.vision_tower.model."
            self._networks = _flat_networks([n.removeprefix(apple) for n in raw if n.startswith(apple)])
        name = re.sub(r"^(model\.)?language_model\.(model\.)?", "model.", name)
        if name in ("lm_head.weight", "model.lm_head.weight"):
            return "lm_head.weight"
        for old, new in (("mm_projector.0", "projector.1"), ("mm_projector.2", "projector.2")):
            name = name.replace(f"model.{old}", new)
        name = re.sub(r"^(model\.)?multi_modal_projector\.linear_", "projector.", name)
        if m := re.match(r"^(?:model\.)?vision_tower\.(?:vision_tower\.model|timm_model)\.(.*)$", name):
            inner = m.group(1)
            for old in sorted(self._networks, key=len, reverse=True):
                if inner.startswith(old + "."):
                    inner = self._networks[old] + inner[len(old) :]
                    break
            return "vision." + _vision_name(inner)
        return re.sub(r"^model\.", "text.", name)

    def _text_config(self) -> TextConfig:
        config = self.config.get("text_config", self.config)
        rope = config.get("rope_parameters") or {}
        if "text.embed_tokens.weight" not in self:
            raise CheckpointError(f"{self.folder} has no token embeddings: it is not a complete FastVLM checkpoint.")
        heads = config["num_attention_heads"]
        return TextConfig(
            hidden_size=config["hidden_size"],
            num_layers=config["num_hidden_layers"],
            num_heads=heads,
            num_kv_heads=config.get("num_key_value_heads") or heads,
            head_dim=config.get("head_dim") or config["hidden_size"] // heads,
            intermediate_size=config["intermediate_size"],
            # The tables may be padded beyond config's vocab_size; the tables decide.
            vocab_size=self.shape("text.embed_tokens.weight")[0],
            rms_norm_eps=config.get("rms_norm_eps", 1e-6),
            rope_theta=rope.get("rope_theta", config.get("rope_theta", 1e6)),
            max_positions=config.get("max_position_embeddings", 32768),
        )

    def __contains__(self, name: str) -> bool:
        return name in self._entries

    def names(self, prefix: str = "") -> list[str]:
        return sorted(n for n in self._entries if n.startswith(prefix))

    def shape(self, name: str) -> tuple[int, ...]:
        return self._entry(name).shape

    def _entry(self, name: str) -> _Entry:
        entry = self._entries.get(name)
        if entry is None:
            raise CheckpointError(f"{self.folder} lacks the tensor {name}: the checkpoint is incomplete.")
        return entry

    def read(self, name: str, rows: slice | None = None) -> np.ndarray:
        """The tensor as float32 (or its rows along the first axis); a fresh copy, nothing stays mapped."""
        entry = self._entry(name)
        dtype = np.dtype(_DTYPES[entry.dtype])
        data = np.memmap(entry.file, dtype, "r", entry.start, entry.shape or (1,))
        part = data if rows is None else data[rows]
        if entry.dtype == "BF16":
            return (part.astype(np.uint32) << 16).view(np.float32)
        return np.array(part, np.float32)
