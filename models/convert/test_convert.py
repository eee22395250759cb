"""Tests of the converter on small checkpoints: `python -m unittest` in this folder (needs requirements.txt).

VLM_SHIM may name a file to run before transformers is imported.
"""

from __future__ import annotations

import copy
import json
import os
import re
import runpy
import tempfile
import unittest
from pathlib import Path

import numpy as np
import onnxruntime as ort

_SHIM = runpy.run_path(os.environ["VLM_SHIM"]) if "VLM_SHIM" in os.environ else None

import torch
from safetensors.torch import load_file, save_file
from timm.utils import reparameterize_model
from tiny_model import build_model, build_tokenizer, save_checkpoint

from fastvlm_onnx.checkpoint import Checkpoint, CheckpointError
from fastvlm_onnx.convert import convert
from fastvlm_onnx.quantise import dequantise, quantise_rows
from fastvlm_onnx.verify import verify

# timm's stages to MobileCLIP's flat list: each of stages 1-4 has a downsampling entry, stages 3 and 4 a position encoding.
_NETWORKS = {0: (None, None, 0), 1: (1, None, 2), 2: (3, None, 4), 3: (5, 6, 7), 4: (8, 9, 10)}


def apple_name(name: str) -> str:
    """A tensor's name in Apple's checkpoints from its name in transformers'."""
    if not re.match(r"(model\.)?vision_tower", name):
        name = name.replace("model.language_model.", "model.")
        return name.replace("model.multi_modal_projector.linear_1", "model.mm_projector.0").replace(
            "model.multi_modal_projector.linear_2", "model.mm_projector.2"
        )
    name = re.sub(r"^(model\.)?vision_tower\.timm_model\.", "", name)
    if m := re.match(r"stages\.(\d)\.(downsample|pos_emb|blocks)\.(.*)", name):
        downsample, position, blocks = _NETWORKS[int(m.group(1))]
        index = {"downsample": downsample, "pos_emb": position, "blocks": blocks}[m.group(2)]
        name = f"network.{index}.{m.group(3).replace('pos_enc', 'pe')}"
    for old, new in (
        ("stem", "patch_embed"), ("conv_kxk", "rbr_conv"), ("conv_scale", "rbr_scale"), ("identity", "rbr_skip"),
        ("final_conv", "conv_exp"), ("large_conv", "lkb_origin"), ("mlp.", "convffn."), ("se.fc1", "se.reduce"),
        ("se.fc2", "se.expand"), (".gamma", ""),
    ):  # fmt: skip
        name = name.replace(old, new)
    name = re.sub(r"(proj\.0)\.reparam_conv", r"\1.lkb_reparam", name)
    return f"model.vision_tower.vision_tower.model.{name}"


class ConverterTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        torch.set_num_threads(1)
        cls._temporary = tempfile.TemporaryDirectory()
        cls.root = Path(cls._temporary.name)
        cls.model = build_model(build_tokenizer(), seed=3)
        save_checkpoint(cls.root / "hf", cls.model, build_tokenizer())
        cls.folded = copy.deepcopy(cls.model)
        cls.folded.model.vision_tower.timm_model = reparameterize_model(cls.folded.model.vision_tower.timm_model)
        cls.write_apple("apple", cls.model)
        cls.write_apple("apple-folded", cls.folded)

    @classmethod
    def tearDownClass(cls) -> None:
        cls._temporary.cleanup()

    @classmethod
    def write_apple(cls, name: str, model: torch.nn.Module) -> None:
        """Two shards in Apple's naming with Apple's flat config."""
        folder = cls.root / name
        folder.mkdir()
        tensors = {apple_name(k): v.contiguous().clone() for k, v in model.state_dict().items()}
        tensors = {k: v for k, v in tensors.items() if "num_batches" not in k}
        keys = sorted(tensors)
        for shard, part in enumerate((keys[::2], keys[1::2])):
            save_file({k: tensors[k] for k in part}, folder / f"model-{shard}.safetensors")
        hf = json.loads((cls.root / "hf" / "config.json").read_text())
        text = hf["text_config"]
        flat = {k: v for k, v in text.items() if k not in ("rope_parameters", "model_type")}
        flat |= {"model_type": "llava_qwen2", "rope_theta": text["rope_parameters"]["rope_theta"]}
        (folder / "config.json").write_text(json.dumps(flat))

    def features(self, folder: Path, pixels: torch.Tensor, variant: str = "") -> np.ndarray:
        session = ort.InferenceSession(str(folder / "onnx" / f"vision_encoder{variant}.onnx"))
        return session.run(None, {"pixel_values": pixels.numpy()})[0]

    def test_every_naming_gives_what_pytorch_computes(self) -> None:
        pixels = torch.rand(1, 3, 192, 320)
        with torch.no_grad():
            expected = self.model.model.get_image_features(pixels, return_dict=True).pooler_output.numpy()
        for name in ("hf", "apple", "apple-folded"):
            with self.subTest(name):
                target = self.root / f"{name}-onnx"
                convert(
                    self.root / name,
                    target,
                    {"vision_encoder": ["fp32"], "embed_tokens": ["fp16"], "decoder_model_merged": ["fp32"]},
                )
                actual = self.features(target, pixels)
                self.assertEqual(actual.shape, (1, 15, 64))
                self.assertLess(np.abs(actual - expected).max() / np.abs(expected).max(), 1e-4)
                for difference in verify(self.root / name, target):
                    self.assertLess(difference.relative, 1e-3, str(difference))

    def test_variants_stay_close_and_the_manifest_lists_every_file(self) -> None:
        target = self.root / "variants"
        manifest = convert(self.root / "hf", target)
        limits = {"": 1e-4, "_fp16": 5e-3, "_int8": 0.08, "_q4": 0.4}
        for difference in verify(self.root / "hf", target):
            suffix = re.sub(r"^(vision_encoder|embed_tokens|decoder_model_merged)", "", difference.file)[: -len(".onnx")]
            self.assertLess(difference.relative, limits[suffix], str(difference))
        files = {p.relative_to(target).as_posix() for p in target.rglob("*") if p.is_file()}
        self.assertEqual({f["path"] for f in manifest["files"]}, files - {"manifest.json"})
        self.assertTrue(all(len(f["sha256"]) == 64 for f in manifest["files"]))

    def test_quantisation_errors_stay_within_a_few_steps(self) -> None:
        rows = np.random.default_rng(0).standard_normal((5, 70), np.float32)
        for bits, block in ((4, 32), (8, 64)):
            codes, scales = quantise_rows(rows, bits, block)
            back = dequantise(codes, scales, bits, 70)
            step = np.repeat(np.abs(scales), block, 1)[:, :70]
            # Both ends may be clipped: by a step and, with the smaller scales, by a sixth of the range.
            self.assertTrue((np.abs(back - rows) <= 2.5 * step + 1e-6).all())
            self.assertLess(np.abs(back - rows).mean(), step.mean() * 0.3)
            naive = np.abs(rows).max() / (1 << (bits - 1))
            self.assertLess(np.square(back - rows).mean(), naive**2 / 12 * 1.2)

    def test_damaged_checkpoints_are_named(self) -> None:
        folder = self.root / "damaged"
        folder.mkdir()
        with self.assertRaisesRegex(CheckpointError, "no config.json"):
            Checkpoint(folder)
        (folder / "config.json").write_text((self.root / "hf" / "config.json").read_text())
        with self.assertRaisesRegex(CheckpointError, "no .safetensors"):
            Checkpoint(folder)
        whole = (self.root / "hf" / "model.safetensors").read_bytes()
        (folder / "model.safetensors").write_bytes(whole[: len(whole) // 2])
        with self.assertRaisesRegex(CheckpointError, "cut off"):
            Checkpoint(folder)
        tensors = load_file(self.root / "hf" / "model.safetensors")
        del tensors["model.language_model.layers.1.mlp.up_proj.weight"]
        save_file(tensors, folder / "model.safetensors")
        with self.assertRaisesRegex(CheckpointError, "lacks the tensor text.layers.1.mlp.up_proj.weight"):
            convert(folder, folder / "out", {"decoder_model_merged": ["q4"]})


if __name__ == "__main__":
    unittest.main()
