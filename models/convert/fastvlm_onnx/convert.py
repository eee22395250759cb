"""Writes the three ONNX files of a checkpoint, in the variants asked for, with a manifest."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path

from .checkpoint import Checkpoint
from .decoder import Decoder, build_embeddings
from .graph import Graph, embed_weights
from .quantise import LinearFormat
from .vision import VisionEncoder

# How each variant of a file is named, as on the hub.
SUFFIXES = {"fp32": "", "fp16": "_fp16", "q4": "_q4", "int8": "_int8"}
FILES = ("vision_encoder", "embed_tokens", "decoder_model_merged")
VARIANTS = {
    "vision_encoder": ("fp32", "fp16", "int8"),
    "embed_tokens": ("fp32", "fp16"),
    "decoder_model_merged": ("fp32", "fp16", "q4", "int8"),
}
_COPIED = (
    "config.json",
    "generation_config.json",
    "preprocessor_config.json",
    "processor_config.json",
    "tokenizer.json",
    "tokenizer_config.json",
    "special_tokens_map.json",
    "chat_template.jinja",
    "LICENSE",
)
FORMATS = {
    "fp32": LinearFormat("fp32"),
    "fp16": LinearFormat("fp16"),
    "q4": LinearFormat("q4", accuracy_level=4),
    "int8": LinearFormat("int8"),
}


def convert(
    source: str | Path,
    target: str | Path,
    variants: dict[str, list[str]] | None = None,
    public: bool = False,
    single_file: bool = False,
    block: int = 32,
    report: Callable[[str], None] = lambda _: None,
) -> dict:
    """Converts `source` into `target`/onnx; returns the manifest that was written beside it.

    `block` is how many 4-bit weights share a scale: 128 writes a fifth faster than 32 and is less exact.
    """
    ckpt, target = Checkpoint(source), Path(target)
    (target / "onnx").mkdir(parents=True, exist_ok=True)
    for name in _COPIED:
        if (ckpt.folder / name).is_file():
            shutil.copyfile(ckpt.folder / name, target / name)
    for name, wanted in (variants or {f: list(VARIANTS[f]) for f in FILES}).items():
        for variant in wanted:
            if variant not in VARIANTS.get(name, ()):
                raise ValueError(f"{name} has no variant {variant}: choose from {', '.join(VARIANTS[name])}.")
            file = target / "onnx" / f"{name}{SUFFIXES[variant]}.onnx"
            report(f"writing {file.name}")
            write_file(ckpt, file, name, variant, public, block)
            if single_file:
                embed_weights(file)
    return write_manifest(target, ckpt)


def write_file(ckpt: Checkpoint, file: Path, name: str, variant: str, public: bool, block: int = 32) -> None:
    with Graph(file) as graph:
        _build(ckpt, graph, name, variant, public, block)
        graph.save(name)


def _build(ckpt: Checkpoint, graph: Graph, name: str, variant: str, public: bool, block: int) -> None:
    if name == "vision_encoder":
        VisionEncoder(ckpt, graph, variant).build()
    elif name == "embed_tokens":
        build_embeddings(ckpt, graph, half=variant == "fp16")
    else:
        linear = FORMATS[variant]
        if variant == "q4":
            # The published files leave accuracy_level at its default.
            linear = LinearFormat("q4", block, accuracy_level=0 if public else 4)
        Decoder(ckpt, graph, linear, public=public).build()


def write_manifest(target: Path, ckpt: Checkpoint) -> dict:
    """Sizes and SHA-256 of every file; the runtime's installer checks them."""
    files = []
    for file in sorted(p for p in target.rglob("*") if p.is_file() and p.name != "manifest.json"):
        digest = hashlib.sha256()
        with file.open("rb") as f:
            while chunk := f.read(1 << 20):
                digest.update(chunk)
        path = file.relative_to(target).as_posix()
        files.append({"path": path, "bytes": file.stat().st_size, "sha256": digest.hexdigest()})
    manifest = {"format": 1, "model_type": ckpt.config.get("model_type"), "files": files}
    (target / "manifest.json").write_text(json.dumps(manifest, indent=1) + "\n")
    return manifest
