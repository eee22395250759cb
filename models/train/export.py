"""Export a checkpoint as ONNX in FastVLM's form: `python export.py CHECKPOINT OUT_FOLDER [--float32] [--handwriting]`.

vision_encoder.onnx        pixel_values f32 [1, 1, H, W] → image_features f32 [1, N, hidden], marks f32 [N, 6]
embed_tokens.onnx          input_ids i64 [batch, seq] → inputs_embeds f32 [batch, seq, hidden]
decoder_model_merged.onnx  inputs_embeds, attention_mask, position_ids, past_key_values.{i}.key|value → logits, present.{i}.key|value

Linear layers of the decoder become int8 (dynamic quantisation, one scale a column); the other weights are kept as
float16 and widened to float32 when the model is loaded.
"""

import argparse
import copy
import json
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn
from torch.nn.utils.fusion import fuse_conv_bn_eval

import preprocess
from encoder import CELL_X, CELL_Y, Down, Mix
from glyphs import EM, Classes
from model import FormulaModel
from reader import Decoder, ReaderConfig
from vocabulary import BOS, EOS, PAD, Vocabulary

OPSET = 18


class VisionGraph(nn.Module):
    def __init__(self, model: FormulaModel) -> None:
        super().__init__()
        self.model = fold_norms(model)

    def forward(self, pixel_values: Tensor) -> tuple[Tensor, Tensor]:
        return self.model.features(pixel_values)


class DecoderGraph(nn.Module):
    def __init__(self, decoder: Decoder) -> None:
        super().__init__()
        self.decoder = decoder

    def forward(self, inputs_embeds: Tensor, attention_mask: Tensor, position_ids: Tensor, *past: Tensor):
        total, seq = attention_mask.shape[1], inputs_embeds.shape[1]
        keys = torch.arange(total)
        queries = keys[total - seq :]
        mask = (keys[None] <= queries[:, None])[None, None] & (attention_mask > 0)[:, None, None]
        pairs = list(zip(past[::2], past[1::2], strict=True))
        h, present = self.decoder(inputs_embeds, mask, position_ids, pairs)
        return (self.decoder.logits(h), *[t for pair in present for t in pair])


def fold_norms(model: FormulaModel) -> FormulaModel:
    """Fold every batch norm into its convolution, and a mixer's residual connection into its kernel."""
    model = copy.deepcopy(model).eval()
    for module in model.modules():
        if isinstance(module, Down):
            module.conv = fuse_conv_bn_eval(module.conv, module.norm)
            module.norm = nn.Identity()
        elif isinstance(module, Mix):
            module.mix = fuse_conv_bn_eval(module.mix, module.norm)
            module.norm = nn.Identity()
    return model


def store_half(path: Path) -> None:
    """Keep large float32 initialisers as float16 with a Cast behind each."""
    graph_model = onnx.load(path)
    graph = graph_model.graph
    casts = []
    for init in list(graph.initializer):
        if init.data_type != TensorProto.FLOAT or np.prod(init.dims) < 256:
            continue
        half = numpy_helper.from_array(numpy_helper.to_array(init).astype(np.float16), init.name + "_half")
        casts.append(helper.make_node("Cast", [half.name], [init.name], to=TensorProto.FLOAT, name=init.name + "_widen"))
        graph.initializer.remove(init)
        graph.initializer.append(half)
    nodes = list(graph.node)
    del graph.node[:]
    graph.node.extend(casts + nodes)
    onnx.save(graph_model, path)


def export_vision(model: FormulaModel, path: Path) -> None:
    pixels = torch.zeros(1, 1, 64, 160)
    pixels[..., 20:40, 20:130:7] = 1
    torch.onnx.export(
        VisionGraph(model), (pixels,), str(path), opset_version=OPSET, dynamo=False, verbose=False,
        input_names=["pixel_values"], output_names=["image_features", "marks"],
        dynamic_axes={"pixel_values": {2: "height", 3: "width"}, "image_features": {1: "tokens"}, "marks": {0: "tokens"}},
    )  # fmt: skip


def export_embed(decoder: Decoder, path: Path) -> None:
    torch.onnx.export(
        decoder.embed_tokens, (torch.ones(1, 2, dtype=torch.long),), str(path), opset_version=OPSET, dynamo=False, verbose=False,
        input_names=["input_ids"], output_names=["inputs_embeds"],
        dynamic_axes={"input_ids": {0: "batch", 1: "sequence"}, "inputs_embeds": {0: "batch", 1: "sequence"}},
    )  # fmt: skip


def export_decoder(decoder: Decoder, path: Path) -> None:
    c = decoder.config
    past = [torch.zeros(2, c.num_key_value_heads, 3, c.head_dim) for _ in range(2 * c.num_hidden_layers)]
    names = [f"{i}.{kv}" for i in range(c.num_hidden_layers) for kv in ("key", "value")]
    inputs = ["inputs_embeds", "attention_mask", "position_ids", *[f"past_key_values.{n}" for n in names]]
    outputs = ["logits", *[f"present.{n}" for n in names]]
    axes = {
        "inputs_embeds": {0: "batch", 1: "sequence"}, "attention_mask": {0: "batch", 1: "total"}, "position_ids": {0: "batch", 1: "sequence"},
        "logits": {0: "batch", 1: "sequence"},
        **{f"past_key_values.{n}": {0: "batch", 2: "past"} for n in names}, **{f"present.{n}": {0: "batch", 2: "total"} for n in names},
    }  # fmt: skip
    example = (torch.zeros(2, 4, c.hidden_size), torch.ones(2, 7, dtype=torch.long), torch.arange(3, 7)[None].expand(2, 4), *past)
    torch.onnx.export(
        DecoderGraph(decoder), example, str(path), opset_version=OPSET, dynamo=False, verbose=False,
        input_names=inputs, output_names=outputs, dynamic_axes=axes,
    )  # fmt: skip


def write_config(model: FormulaModel, folder: Path, handwriting: bool) -> None:
    scale = preprocess.HANDWRITING_SCALE_FILE if handwriting else preprocess.SCALE_FILE
    pen = {"pen_px": preprocess.PEN, "max_growth_px": preprocess.MOST_GROWTH} if handwriting else {}
    c = model.reader.config
    config = {
        "model_type": "pixelscribe_formula",
        "text_config": {
            "model_type": "qwen2", "vocab_size": c.vocab_size, "hidden_size": c.hidden_size, "num_hidden_layers": c.num_hidden_layers,
            "num_attention_heads": c.num_attention_heads, "num_key_value_heads": c.num_key_value_heads, "head_dim": c.head_dim,
            "intermediate_size": c.intermediate_size, "rope_theta": c.rope_theta, "rms_norm_eps": c.rms_norm_eps,
            "tie_word_embeddings": True, "pad_token_id": PAD, "bos_token_id": BOS, "eos_token_id": EOS, "max_position_embeddings": 2048,
        },
        "prompt": "image features, then bos; the answer follows and ends with eos",
        "max_new_tokens": 300,
        "preprocessing": {
            "em_px": EM, "margin_px": preprocess.MARGIN, "multiple_px": preprocess.MULTIPLE, "ink": preprocess.INK, "blank": preprocess.BLANK,
            "contrast_low": preprocess.LOW, "contrast_high": preprocess.HIGH, "max_width_px": preprocess.MAX_WIDTH,
            "max_height_px": preprocess.MAX_HEIGHT, "scale_quantiles": list(preprocess.QUANTILES),
            "scale_weights": preprocess.ScaleGuess.load(scale).weights.tolist(),
            "rescale_quantile": preprocess.RESCALE_QUANTILE, "rescale_above": preprocess.RESCALE_ABOVE, **pen,
        },
        "marks": {"columns": ["x_px", "y_px", "size", "class", "probability", "objectness"], "cell_px": [CELL_X, CELL_Y],
                  "classes": Classes.load().names},
    }  # fmt: skip
    (folder / "config.json").write_text(json.dumps(config, indent=1) + "\n")
    vocabulary = Vocabulary.load()
    tokenizer = {
        "version": "1.0", "truncation": None, "padding": None,
        "added_tokens": [
            {"id": i, "content": t, "single_word": False, "lstrip": False, "rstrip": False, "normalized": False, "special": True}
            for i, t in enumerate(vocabulary.tokens[:3])
        ],
        "normalizer": None, "pre_tokenizer": {"type": "WhitespaceSplit"}, "post_processor": None, "decoder": None,
        "model": {"type": "WordLevel", "vocab": vocabulary.index, "unk_token": "<pad>"},
    }  # fmt: skip
    (folder / "tokenizer.json").write_text(json.dumps(tokenizer, ensure_ascii=False) + "\n")
    (folder / "tokenizer_config.json").write_text(json.dumps({
        "tokenizer_class": "PreTrainedTokenizerFast", "pad_token": "<pad>", "bos_token": "<bos>", "eos_token": "<eos>",
        "clean_up_tokenization_spaces": False,
    }, indent=1) + "\n")  # fmt: skip


def load(checkpoint: Path) -> FormulaModel:
    """The averaged weights of a joint checkpoint, float32, for inference."""
    data = torch.load(checkpoint, weights_only=False)
    model = FormulaModel(ReaderConfig(**data["config"]))
    model.load_state_dict(data["average"])
    return model.eval()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--float32", action="store_true", help="no quantisation, to compare with")
    parser.add_argument("--handwriting", action="store_true", help="the preparation of handwriting goes into the configuration")
    args = parser.parse_args()
    model = load(args.checkpoint)
    args.out.mkdir(parents=True, exist_ok=True)
    vision, embed, decoder = (args.out / f"{n}.onnx" for n in ("vision_encoder", "embed_tokens", "decoder_model_merged"))
    with torch.no_grad():
        export_vision(model, vision)
        export_embed(model.reader.decoder, embed)
        export_decoder(model.reader.decoder, decoder)
    if not args.float32:
        full = decoder.with_suffix(".float32.onnx")
        decoder.rename(full)
        quantize_dynamic(full, decoder, per_channel=True, weight_type=QuantType.QInt8)
        full.unlink()
        store_half(decoder)
        store_half(vision)
        store_half(embed)
    write_config(model, args.out, args.handwriting)
    for path in sorted(args.out.glob("*.*")):
        print(path.name, path.stat().st_size)


if __name__ == "__main__":
    main()
