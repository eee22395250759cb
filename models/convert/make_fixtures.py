"""Writes test/fixtures/vlm: the tiny FastVLM as ONNX and golden outputs from PyTorch, transformers and Pillow.

    python models/convert/make_fixtures.py test/fixtures/vlm [--shim FILE]

`--shim` runs a file before transformers is imported (for a torchvision built for another torch).
"""

from __future__ import annotations

import argparse
import json
import runpy
import shutil
import tempfile
from pathlib import Path

import numpy as np
import onnxruntime
from onnx import TensorProto
from PIL import Image

from fastvlm_onnx.checkpoint import Checkpoint
from fastvlm_onnx.convert import convert
from fastvlm_onnx.decoder import Decoder
from fastvlm_onnx.graph import Graph, embed_weights
from fastvlm_onnx.quantise import LinearFormat
from half_precision import halve

SIZES = (256, 512, 768, 1024)
PICTURES = {"wide": (200, 120), "large": (1300, 700), "tall": (90, 260)}
ROW_STEP = 37
PROMPTS = [
    "What are these?",
    "Describe the image.",
    "Write alt text for the picture.",
    "Read the text in the picture.",
    "Which file is open in the editor?",
    "What does the diagram say?",
    "Größe, naïve café",
    "日本語の文字 🙂",
    "α + β = γ, a[i] += f(x) * 2;",
    "x",
]
STEPS = 64


def picture(width: int, height: int) -> np.ndarray:
    """A picture both sides can compute: uint8 [height, width, 3], smooth and sharp parts mixed."""
    y, x, c = np.meshgrid(np.arange(height), np.arange(width), np.arange(3), indexing="ij")
    return (((x * 5 + y * 3 + c * 40) % 256) ^ ((x * y // 64) & 63)).astype(np.uint8)


def expand_to_square(pixels: np.ndarray) -> Image.Image:
    image = Image.fromarray(pixels)
    side = max(image.size)
    square = Image.new("RGB", (side, side), (0, 0, 0))
    square.paste(image, ((side - image.width) // 2, (side - image.height) // 2))
    return square


def reference_pixels(pixels: np.ndarray, size: int) -> np.ndarray:
    return np.asarray(expand_to_square(pixels).resize((size, size), Image.Resampling.BICUBIC))


class PlainDecoder(Decoder):
    """Attention from single operators, with the cache concatenated: what a generic exporter writes."""

    def _attention(self, x: str, layer: int) -> str:
        graph, config = self.graph, self.config
        prefix = f"text.layers.{layer}.self_attn"
        heads = {"q": config.num_heads, "k": config.num_kv_heads, "v": config.num_kv_heads}
        parts = {}
        for role, count in heads.items():
            name = f"{prefix}.{role}_proj"
            y = self.linear.add(graph, x, name, self._matrix(f"{name}.weight"), self.ckpt.read(f"{name}.bias"))
            if role != "v":
                y = graph.contrib("RotaryEmbedding", [y, "position_ids", *self._tables], num_heads=count)
            shape = graph.constant(np.array([0, 0, count, config.head_dim], np.int64))
            parts[role] = graph.node("Transpose", [graph.node("Reshape", [y, shape])], perm=[0, 2, 1, 3])
        for role, kind in (("k", "key"), ("v", "value")):
            past, present = self._cache_input(layer, kind), f"present.{layer}.{kind}"
            whole = graph.node("Concat", [past, parts[role]], axis=2)
            if self.half_cache:
                graph.node("Cast", [whole], [present], to=TensorProto.FLOAT16)
            else:
                graph.node("Identity", [whole], [present])
            graph.output(present, self._cache_type(), self._cache_shape("total_sequence_length"))
            groups = config.num_heads // config.num_kv_heads
            one = graph.node("Unsqueeze", [whole, graph.constant(np.array([2], np.int64))])
            tiled = graph.node("Concat", [one] * groups, axis=2)
            shape = graph.constant(np.array([0, config.num_heads, -1, config.head_dim], np.int64))
            parts[role] = graph.node("Reshape", [tiled, shape])
        keys = graph.node("Transpose", [parts["k"]], perm=[0, 1, 3, 2])
        scores = graph.node("MatMul", [parts["q"], keys])
        scores = graph.node("Mul", [scores, graph.constant(np.array(config.head_dim**-0.5, np.float32))])
        start, step = (graph.constant(np.array(v, np.int64)) for v in (0, 1))
        total = graph.node("Cast", [self._total_length], to=TensorProto.INT64)
        columns = graph.node("Range", [start, total, step])
        rows = graph.node("Unsqueeze", ["position_ids", graph.constant(np.array([1, 3], np.int64))])
        visible = graph.node("LessOrEqual", [columns, rows])
        hidden = graph.constant(np.array(-1e9, np.float32))
        weights = graph.node("Softmax", [graph.node("Where", [visible, scores, hidden])], axis=-1)
        mixed = graph.node("Transpose", [graph.node("MatMul", [weights, parts["v"]])], perm=[0, 2, 1, 3])
        mixed = graph.node("Reshape", [mixed, graph.constant(np.array([0, 0, -1], np.int64))])
        return self.linear.add(graph, mixed, f"{prefix}.o_proj", self._matrix(f"{prefix}.o_proj.weight"))


def write_models(checkpoint: Path, target: Path) -> None:
    """`public`: the hub's form in single files; `fast`: our form; `decoders`: other shapes a decoder may have."""
    public = {"vision_encoder": ["fp32"], "embed_tokens": ["fp32", "fp16"], "decoder_model_merged": ["fp32", "q4"]}
    convert(checkpoint, target / "public", public, public=True, single_file=True)
    vision = target / "public" / "onnx" / "vision_encoder.onnx"
    halve(vision, vision.with_name("vision_encoder_q4f16.onnx"))
    fast = {
        "vision_encoder": ["fp16", "int8"],
        "embed_tokens": ["fp16"],
        "decoder_model_merged": ["fp32", "fp16", "q4", "int8"],
    }
    convert(checkpoint, target / "fast", fast)
    (target / "decoders").mkdir()
    ckpt = Checkpoint(checkpoint)
    for name, make in (
        ("plain", lambda graph: PlainDecoder(ckpt, graph, LinearFormat(), public=True)),
        ("half_cache", lambda graph: PlainDecoder(ckpt, graph, LinearFormat(), public=True, half_cache=True)),
    ):
        graph = Graph(target / "decoders" / f"{name}.onnx")
        make(graph).build()
        embed_weights(graph.save(name))
    write_quantised_embeddings(ckpt, target / "decoders" / "embed_tokens_int8.onnx")


def write_quantised_embeddings(ckpt: Checkpoint, file: Path) -> None:
    """An int8 table with one scale, as dynamic quantisation writes it."""
    graph = Graph(file)
    ids = graph.input("input_ids", TensorProto.INT64, ["batch_size", "sequence_length"])
    table = ckpt.read("text.embed_tokens.weight")
    scale = np.float32(np.abs(table).max() / 127)
    codes = graph.weight("table", np.rint(table / scale).astype(np.int8))
    rows = graph.node("Gather", [codes, ids], axis=0)
    parts = [graph.constant(np.array(scale)), graph.constant(np.array(0, np.int8))]
    graph.node("DequantizeLinear", [rows, *parts], ["inputs_embeds"])
    graph.output("inputs_embeds", TensorProto.FLOAT, ["batch_size", "sequence_length", table.shape[1]])
    embed_weights(graph.save("embed_tokens"))


def write_goldens(target: Path, model, tokenizer) -> None:
    import torch

    # Steps this small only lose by waiting for a second thread.
    torch.set_num_threads(1)
    from transformers import LogitsProcessor, LogitsProcessorList

    class Ban(LogitsProcessor):
        def __call__(self, ids, scores):
            scores[:, stops] = -float("inf")
            return scores

    stops = [tokenizer.token_to_id(t) for t in ("<|im_end|>", "<|endoftext|>")]
    image_id = tokenizer.token_to_id("<image>")
    pixels = {
        name: {size: reference_pixels(picture(*shape), size) for size in SIZES} for name, shape in PICTURES.items()
    }
    rows = {f"{n}-{s}": pixels[n][s][::ROW_STEP] for n in pixels for s in SIZES}
    floats = {}
    features = {}
    for size in SIZES:
        x = torch.from_numpy(pixels["wide"][size].copy()).permute(2, 0, 1)[None].float() / 255
        with torch.no_grad():
            features[size] = model.model.get_image_features(x, return_dict=True).pooler_output
        floats[f"features-{size}"] = features[size].numpy()
    cases = []
    for index, prompt in enumerate(PROMPTS):
        for size in (None, *SIZES):
            marker = "<image>\n" if size else ""
            text = (
                "<|im_start|>system\nYou are a helpful assistant.<|im_end|>\n<|im_start|>user\n"
                f"{marker}{prompt}<|im_end|>\n<|im_start|>assistant\n"
            )
            ids = tokenizer.encode(text, add_special_tokens=False).ids
            at = ids.index(image_id) if size else None
            tokens = torch.tensor([i for i in ids if i != image_id])
            embeds = model.get_input_embeddings()(tokens)[None]
            if size:
                embeds = torch.cat([embeds[:, :at], features[size], embeds[:, at:]], 1)
            with torch.no_grad():
                logits = model.lm_head(model.model.language_model(inputs_embeds=embeds).last_hidden_state[:, -1])
                generate = {"inputs_embeds": embeds, "attention_mask": torch.ones(embeds.shape[:2], dtype=torch.long)}
                greedy = model.generate(
                    **generate, do_sample=False, max_new_tokens=STEPS, logits_processor=LogitsProcessorList([Ban()])
                )[0]
                case = {"prompt": prompt, "size": size, "ids": ids, "positions": embeds.shape[1]}
                if size in (None, 256):
                    beams = model.generate(
                        **generate, do_sample=False, num_beams=3, num_return_sequences=3, max_new_tokens=24,
                        eos_token_id=stops, pad_token_id=stops[1], output_scores=True, return_dict_in_generate=True,
                    )  # fmt: skip
                    case["beams"] = [
                        {"ids": [i for i in s.tolist() if i not in stops], "score": float(v)}
                        for s, v in zip(beams.sequences, beams.sequences_scores)
                    ]
            floats[f"logits-{index}-{size or 'none'}"] = logits.numpy()
            cases.append({**case, "greedy": greedy.tolist()})
    blob, at = bytearray(), {}
    for name, value in {**rows, **floats}.items():
        blob.extend(b"\0" * (-len(blob) % 4))
        at[name] = {"offset": len(blob), "shape": list(value.shape), "type": str(value.dtype)}
        blob.extend(np.ascontiguousarray(value).tobytes())
    (target / "golden.bin").write_bytes(blob)
    golden = {"pictures": PICTURES, "rowStep": ROW_STEP, "sizes": SIZES, "cases": cases, "arrays": at}
    (target / "golden.json").write_text(json.dumps(golden, ensure_ascii=False) + "\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target", type=Path)
    parser.add_argument("--shim", type=Path)
    parser.add_argument("--models-only", action="store_true", help="leave golden.json and golden.bin as they are")
    args = parser.parse_args()
    # What the shim registers lives as long as its variables.
    _shim = runpy.run_path(str(args.shim)) if args.shim else None
    from tiny_model import build_model, build_tokenizer, save_checkpoint

    onnxruntime.set_default_logger_severity(3)
    tokenizer = build_tokenizer()
    model = build_model(tokenizer)
    for part in ("public", "fast", "decoders"):
        shutil.rmtree(args.target / part, ignore_errors=True)
    args.target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        checkpoint = Path(folder) / "checkpoint"
        save_checkpoint(checkpoint, model, tokenizer)
        write_models(checkpoint, args.target)
    if not args.models_only:
        write_goldens(args.target, model, tokenizer)


if __name__ == "__main__":
    main()
