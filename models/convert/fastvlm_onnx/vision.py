"""The vision encoder: FastViTHD trunk (timm's fastvit_mci3), then the two-layer projector.

pixel_values float32 [batch, 3, H, W] → image_features float32 [batch, (H/64)·(W/64), hidden]. Depths and widths are
read off the checkpoint.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from onnx import TensorProto

from . import reparameterise as rep
from .checkpoint import Checkpoint
from .graph import Graph
from .quantise import LinearFormat, Matrix

_HEAD_DIM = 32  # of the trunk's attention, fixed by the architecture
_LAYER_NORM_EPS = 1e-5


class VisionEncoder:
    def __init__(self, ckpt: Checkpoint, graph: Graph, kind: str = "fp32"):
        """`kind` is fp32, fp16 (stored) or int8 (pointwise products in int8, depthwise convolutions in float32)."""
        self.ckpt, self.graph, self.half = ckpt, graph, kind == "fp16"
        self.linear = LinearFormat(kind)
        # Channels of the feature map at the point of building; tells how many groups a convolution has.
        self._width = 0

    def build(self) -> None:
        ckpt, graph = self.ckpt, self.graph
        self._width = channels = self.conv_in_channels()
        x = graph.input("pixel_values", TensorProto.FLOAT, ["batch_size", channels, "height", "width"])
        x = self._gelu(self._conv(x, "stem.0", rep.mobile_one(ckpt, "vision.stem.0", 3, channels), stride=2))
        x = self._gelu(self._conv(x, "stem.1", rep.mobile_one(ckpt, "vision.stem.1", 3, 1), stride=2))
        x = self._gelu(self._conv(x, "stem.2", self._pointwise("stem.2")))
        stage = 0
        while ckpt.names(f"vision.stages.{stage}."):
            x = self._stage(x, f"stages.{stage}")
            stage += 1
        x = self._final(x)
        x = graph.node("Reshape", [x, graph.constant(np.array([0, 0, -1], np.int64))])
        x = graph.node("Transpose", [x], perm=[0, 2, 1])
        for index in (1, 2):
            name = f"projector.{index}"
            weight = Matrix.of(ckpt.read(f"{name}.weight"))
            bias = ckpt.read(f"{name}.bias") if f"{name}.bias" in ckpt else None
            x = self.linear.add(graph, x, name, weight, bias)
            x = self._gelu(x) if index == 1 else x
        graph.node("Identity", [x], ["image_features"])
        hidden = ckpt.shape("projector.2.weight")[0]
        graph.output("image_features", TensorProto.FLOAT, ["batch_size", "num_image_tokens", hidden])

    def conv_in_channels(self) -> int:
        for name in ("vision.stem.0.reparam_conv.weight", "vision.stem.0.conv_kxk.0.conv.weight"):
            if name in self.ckpt:
                return self.ckpt.shape(name)[1]
        raise KeyError("vision.stem.0")

    def _pointwise(self, name: str) -> rep.Kernel:
        for tensor in ("reparam_conv", "conv_kxk.0.conv"):
            if f"vision.{name}.{tensor}.weight" in self.ckpt:
                inputs = self.ckpt.shape(f"vision.{name}.{tensor}.weight")[1]
                return rep.mobile_one(self.ckpt, f"vision.{name}", 1, inputs)
        raise KeyError(name)

    def _stage(self, x: str, name: str) -> str:
        ckpt = self.ckpt
        if ckpt.names(f"vision.{name}.downsample."):
            kernel = rep.large_kernel(ckpt, f"vision.{name}.downsample.proj.0")
            x = self._gelu(self._conv(x, f"{name}.downsample.0", kernel, stride=2))
            x = self._gelu(self._conv(x, f"{name}.downsample.1", self._pointwise(f"{name}.downsample.proj.1")))
        if ckpt.names(f"vision.{name}.pos_emb."):
            x = self._conv(x, f"{name}.pos_emb", rep.position_encoding(ckpt, f"vision.{name}.pos_emb"))
        block = 0
        while ckpt.names(f"vision.{name}.blocks.{block}."):
            prefix = f"{name}.blocks.{block}"
            if f"vision.{prefix}.token_mixer.qkv.weight" in ckpt:
                x = self._add(x, self._attention(x, prefix))
                x = self._add(x, self._mlp(x, prefix, "layer_scale_2"))
            else:
                x = self._conv(x, f"{prefix}.mixer", rep.rep_mixer(ckpt, f"vision.{prefix}.token_mixer"))
                x = self._add(x, self._mlp(x, prefix, "layer_scale"))
            block += 1
        return x

    def _mlp(self, x: str, prefix: str, scale: str) -> str:
        ckpt, name = self.ckpt, f"vision.{prefix}.mlp"
        x = self._conv(x, f"{prefix}.mlp.conv", rep.conv_norm(ckpt, f"{name}.conv"))
        gamma = self._gamma(prefix, scale)
        first = ckpt.read(f"{name}.fc1.weight"), ckpt.read(f"{name}.fc1.bias")
        second = ckpt.read(f"{name}.fc2.weight") * gamma[:, None, None, None], ckpt.read(f"{name}.fc2.bias") * gamma
        if self.linear.kind != "int8":
            x = self._gelu(self._conv(x, f"{prefix}.mlp.fc1", first))
            return self._conv(x, f"{prefix}.mlp.fc2", second)
        # Pixels become rows, so that a 1×1 convolution is a matrix product, which int8 makes fast.
        x = self.graph.node("Transpose", [x], perm=[0, 2, 3, 1])
        x = self._gelu(self.linear.add(self.graph, x, f"{prefix}.mlp.fc1", Matrix.of(first[0][:, :, 0, 0]), first[1]))
        x = self.linear.add(self.graph, x, f"{prefix}.mlp.fc2", Matrix.of(second[0][:, :, 0, 0]), second[1])
        return self.graph.node("Transpose", [x], perm=[0, 3, 1, 2])

    def _attention(self, x: str, prefix: str) -> str:
        ckpt, graph = self.ckpt, self.graph
        name = f"vision.{prefix}"
        width = ckpt.shape(f"{name}.norm.weight")[0]
        heads = width // _HEAD_DIM
        shape = graph.node("Shape", [x])
        x = graph.node("Reshape", [x, graph.constant(np.array([0, 0, -1], np.int64))])
        x = graph.node("Transpose", [x], perm=[0, 2, 1])
        norm = [graph.weight(f"{prefix}.norm.{part}", ckpt.read(f"{name}.norm.{part}")) for part in ("weight", "bias")]
        x = graph.node("LayerNormalization", [x, *norm], axis=-1, epsilon=_LAYER_NORM_EPS)
        mixer = f"{name}.token_mixer"
        qkv_bias = ckpt.read(f"{mixer}.qkv.bias") if f"{mixer}.qkv.bias" in ckpt else None
        weight = ckpt.read(f"{mixer}.qkv.weight")
        # One product per role, so that the fused attention operator takes them as they come.
        roles = []
        for index in range(3):
            part = slice(index * width, (index + 1) * width)
            bias = None if qkv_bias is None else qkv_bias[part]
            roles.append(self.linear.add(graph, x, f"{prefix}.qkv.{index}", Matrix.of(weight[part]), bias))
        x = graph.contrib("MultiHeadAttention", roles, num_heads=heads)
        gamma = self._gamma(prefix, "layer_scale_1")
        projection = ckpt.read(f"{mixer}.proj.weight") * gamma[:, None]
        x = self.linear.add(
            graph, x, f"{prefix}.proj", Matrix.of(projection), ckpt.read(f"{mixer}.proj.bias") * gamma
        )
        x = graph.node("Transpose", [x], perm=[0, 2, 1])
        return graph.node("Reshape", [x, shape])

    def _final(self, x: str) -> str:
        """3×3 depthwise expansion, squeeze-and-excite, GELU."""
        ckpt, graph = self.ckpt, self.graph
        x = self._conv(x, "final", rep.mobile_one(ckpt, "vision.final_conv", 3, 1))
        gate = graph.node("GlobalAveragePool", [x])
        for layer, activation in (("fc1", "Relu"), ("fc2", "Sigmoid")):
            name = f"vision.final_conv.se.{layer}"
            gate = self._conv(gate, f"final.{layer}", (ckpt.read(f"{name}.weight"), ckpt.read(f"{name}.bias")))
            gate = graph.node(activation, [gate])
        return self._gelu(graph.node("Mul", [x, gate]))

    def _gamma(self, prefix: str, scale: str) -> np.ndarray:
        return self.ckpt.read(f"vision.{prefix}.{scale}.gamma").reshape(-1)

    def _add(self, a: str, b: str) -> str:
        return self.graph.node("Add", [a, b])

    def _gelu(self, x: str) -> str:
        return self.graph.contrib("Gelu", [x])

    def _conv(self, x: str, name: str, kernel: rep.Kernel, stride: int = 1) -> str:
        weight, bias = kernel
        size = weight.shape[-1]
        groups = self._width // weight.shape[1]
        self._width = weight.shape[0]
        names = []
        for part, value in (("weight", weight), ("bias", bias)):
            value = np.ascontiguousarray(value, np.float16 if self.half else np.float32)
            constant = self.graph.weight(f"{name}.{part}", value)
            names.append(self.graph.node("Cast", [constant], to=1) if self.half else constant)
        return self.graph.node(
            "Conv", [x, *names], kernel_shape=[size] * 2, strides=[stride] * 2, pads=[size // 2] * 4, group=groups
        )
