"""Make checkpoints from a shipped model, to train on where they were lost: `python recover.py ../formula [--handwriting]`.

Writes the joint checkpoint and the encoder's. What ships is rounded (float16, int8 in the decoder) and its norms of
convolutions are folded away; they are set up again from the statistics of pictures, so that the model answers as what
ships does and can be trained in both modes of a norm. Existing checkpoints are left alone.
"""

import argparse
import random
import re
from pathlib import Path

import numpy as np
import onnx
import torch
import torch.nn.functional as F
from onnx import numpy_helper
from torch import Tensor, nn

from encoder import Down, Mix
from glyphs import Classes
from model import FormulaModel
from optimiser import Trainer, part
from paths import CHECKPOINTS, HANDWRITING
from reader import FEATURES, ReaderConfig
from train_encoder import batches, material
from vocabulary import Vocabulary


def stored(path: Path) -> dict[str, np.ndarray]:
    """The weights of a graph under their names in float32: widened, and multiplied out where they are int8."""
    raw = {i.name: numpy_helper.to_array(i) for i in onnx.load(path).graph.initializer}
    raw = {n.removesuffix("_half"): w.astype(np.float32) if w.dtype == np.float16 else w for n, w in raw.items()}
    out = {n: w for n, w in raw.items() if not n.endswith(("_scale", "_zero_point", "_quantized"))}
    for name in raw:
        if name.endswith("_quantized"):
            own = name.removesuffix("_quantized")
            out[own] = (raw[name].astype(np.float32) - raw[own + "_zero_point"]) * raw[own + "_scale"]
    return out


def products(weights: dict[str, np.ndarray]) -> list[np.ndarray]:
    """The factors of matrix products, which the exporter numbers in the order of execution, as weights of linear layers."""
    numbered = {int(m[1]): w for n, w in weights.items() if (m := re.fullmatch(r"onnx::MatMul_(\d+)", n))}
    return [numbered[k].T for k in sorted(numbered)]


def linear_layers(config: ReaderConfig) -> tuple[list[str], list[str]]:
    """Names of the layers that become numbered products, of the vision encoder and of the decoder, in the order of execution."""
    vision = ["encoder.locate", "reader.marks.features"]
    vision += [f"reader.marks.layers.{i}.{n}" for i in range(config.mark_layers) for n in ("qkv", "out", "up", "down")]
    decoder = [
        f"reader.decoder.layers.{i}.{n}_proj" for i in range(config.num_hidden_layers) for n in ("q", "k", "v", "o", "gate", "up", "down")
    ]
    return vision, decoder


def weights_of(folder: Path, config: ReaderConfig) -> dict[str, Tensor]:
    """The shipped weights under the model's names; a folded norm is in its convolution's weight and bias."""
    vision, decoder, embed = (stored(folder / f"{n}.onnx") for n in ("vision_encoder", "decoder_model_merged", "embed_tokens"))
    of_vision, of_decoder = linear_layers(config)
    # The decoder's last product is the head, whose weights are those of the embedding.
    named = {f"{n}.weight": w for n, w in [*zip(of_vision, products(vision), strict=True), *zip(of_decoder, products(decoder)[:-1], strict=True)]}
    named |= {n.removeprefix("model."): w for n, w in vision.items() if n.startswith("model.")}
    named |= {f"reader.{n}": w for n, w in decoder.items() if n.startswith("decoder.")}
    named["reader.decoder.embed_tokens.weight"] = embed["weight"]
    return {n: torch.tensor(w) for n, w in named.items()}


def load_folded(model: FormulaModel, weights: dict[str, Tensor]) -> None:
    """Put the weights in place; the norms take the biases that were folded into the convolutions, and change nothing else."""
    places = "reader.marks.features.weight"
    # A model from before the blanks between marks were shown to the reader does not look at them.
    weights[places] = F.pad(weights[places], (0, FEATURES - weights[places].shape[1]))
    folded = {n: w for n, w in weights.items() if re.search(r"\.(conv|mix)\.bias$", n)}
    state = {n: w for n, w in weights.items() if n not in folded}
    for name, bias in folded.items():
        norm = re.sub(r"\.(conv|mix)\.bias$", ".norm", name)
        eps = model.get_submodule(norm).eps
        state |= {f"{norm}.bias": bias, f"{norm}.weight": torch.ones_like(bias)}
        state |= {f"{norm}.running_mean": torch.zeros_like(bias), f"{norm}.running_var": torch.ones_like(bias) - eps}
    missing, unexpected = model.load_state_dict(state, strict=False)
    left = [n for n in missing if not n.endswith("num_batches_tracked")]
    if left or unexpected:
        raise ValueError(f"the shipped graphs are not of this model: without {left}, with {unexpected}")


@torch.no_grad()
def restore_norms(model: FormulaModel, pictures: list[Tensor]) -> None:
    """Give every norm the statistics of its input on these pictures, and the gain and bias with which it computes what it did."""
    norms = [m.norm for m in model.modules() if isinstance(m, Down | Mix)]
    seen = {norm: [torch.zeros(norm.num_features), torch.zeros(norm.num_features), 0] for norm in norms}

    def note(norm: nn.BatchNorm2d, inputs: tuple[Tensor]) -> None:
        x = inputs[0]
        seen[norm][0] += x.sum((0, 2, 3))
        seen[norm][1] += (x * x).sum((0, 2, 3))
        seen[norm][2] += x.numel() // x.shape[1]

    hooks = [norm.register_forward_pre_hook(note) for norm in norms]
    for x in pictures:
        model.encoder(x)
    for hook in hooks:
        hook.remove()
    for norm, (total, squares, count) in seen.items():
        mean = total / count
        variance = (squares / count - mean * mean).clamp(min=1e-6)
        norm.running_mean.copy_(mean)
        norm.running_var.copy_(variance)
        norm.weight.copy_((variance + norm.eps).sqrt())
        norm.bias += mean


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("shipped", type=Path)
    parser.add_argument("--handwriting", action="store_true")
    args = parser.parse_args()
    folder = HANDWRITING if args.handwriting else CHECKPOINTS
    joint, encoder = folder / "joint.pt", folder / "encoder.pt"
    if joint.exists() or encoder.exists():
        raise SystemExit(f"{folder} has checkpoints already; move them away first")
    classes = Classes.load()
    config = ReaderConfig(len(Vocabulary.load().tokens), len(classes.names))
    model = FormulaModel(config).eval()
    load_folded(model, weights_of(args.shipped, config))
    _, sample, _, held_out = material(args.handwriting, 2)
    stream = batches(random.Random(3).sample(sample, 200), random.Random(3), np.random.default_rng(3), lambda: 0.3, classes, **held_out)
    restore_norms(model, [next(stream)[0] for _ in range(20)])
    whole = Trainer(model, 0.0)
    whole.save(joint, config=config.as_dict())
    alone = FormulaModel(config).encoder
    alone.load_state_dict(part(whole.state(whole.master), "encoder."))
    Trainer(alone, 0.0).save(encoder)


if __name__ == "__main__":
    main()
