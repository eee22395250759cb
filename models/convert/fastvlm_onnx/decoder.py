"""The language model: Qwen2 with grouped-query attention and KV cache, and its token embeddings.

Two layouts. `fast` is what this project's runtime likes best: one product for query, key and value and one for both
halves of the MLP, rotary embedding inside the attention operator, logits of the last position only. `public` has the
signature of the ONNX release on the hub: position_ids as an input, a rotary operator before attention, separate
products, logits of every position.
"""

from __future__ import annotations

import numpy as np
from onnx import TensorProto

from .checkpoint import Checkpoint
from .graph import Graph
from .quantise import LinearFormat, Matrix


def rotary_tables(positions: int, head_dim: int, theta: float) -> tuple[np.ndarray, np.ndarray]:
    """cos and sin, float32 [positions, head_dim / 2]."""
    frequency = 1.0 / theta ** (np.arange(0, head_dim, 2, dtype=np.float64) / head_dim)
    angle = np.arange(positions, dtype=np.float64)[:, None] * frequency
    return np.cos(angle).astype(np.float32), np.sin(angle).astype(np.float32)


class Decoder:
    def __init__(
        self,
        ckpt: Checkpoint,
        graph: Graph,
        linear: LinearFormat,
        head: LinearFormat | None = None,
        public: bool = False,
        half_cache: bool = False,
    ):
        self.ckpt, self.graph, self.linear, self.public = ckpt, graph, linear, public
        self.head, self.half_cache = head or linear, half_cache
        self.config = ckpt.text

    def build(self) -> None:
        graph, config, ckpt = self.graph, self.config, self.ckpt
        x = graph.input("inputs_embeds", TensorProto.FLOAT, ["batch_size", "sequence_length", config.hidden_size])
        mask = graph.input("attention_mask", TensorProto.INT64, ["batch_size", "total_sequence_length"])
        if self.public:
            graph.input("position_ids", TensorProto.INT64, ["batch_size", "sequence_length"])
        head = "lm_head.weight" if "lm_head.weight" in ckpt else "text.embed_tokens.weight"
        positions: int | str = "sequence_length" if self.public else 1
        graph.output("logits", TensorProto.FLOAT, ["batch_size", positions, ckpt.shape(head)[0]])
        self._lengths(mask)
        self._tables = [
            graph.weight(f"{name}_cache", table)
            for name, table in zip(
                ("cos", "sin"), rotary_tables(config.max_positions, config.head_dim, config.rope_theta)
            )
        ]
        residual, delta = x, None
        for layer in range(config.num_layers):
            residual, normed = self._norm(residual, delta, f"layers.{layer}.input_layernorm")
            attended = self._attention(normed, layer)
            residual, normed = self._norm(residual, attended, f"layers.{layer}.post_attention_layernorm")
            delta = self._mlp(normed, f"layers.{layer}.mlp")
        _, x = self._norm(residual, delta, "norm")
        if not self.public:
            # The next token depends on the last position alone.
            ends = [np.array([v], np.int64) for v in (-1, np.iinfo(np.int64).max, 1)]
            x = graph.node("Slice", [x, *(graph.constant(e) for e in ends)])
        logits = self.head.add(graph, x, "lm_head", self._matrix(head))
        graph.node("Identity", [logits], ["logits"])

    def _matrix(self, name: str) -> Matrix:
        out_size, in_size = self.ckpt.shape(name)
        return Matrix(out_size, in_size, lambda rows: self.ckpt.read(name, rows))

    def _stacked(self, names: list[str]) -> Matrix:
        """Several matrices on top of each other, read one layer at a time."""
        return Matrix.of(np.concatenate([self.ckpt.read(f"{name}.weight") for name in names]))

    def _lengths(self, mask: str) -> None:
        """What the attention operator wants to know: index of the last valid position per row, total length."""
        graph = self.graph
        axis, one = graph.constant(np.array([1], np.int64)), graph.constant(np.array([1], np.int64))
        total = graph.node("ReduceSum", [mask, axis], keepdims=0)
        self._last_index = graph.node("Cast", [graph.node("Sub", [total, one])], to=TensorProto.INT32)
        shape = graph.node("Shape", [mask])
        length = graph.node("Gather", [shape, graph.constant(np.array(1, np.int64))], axis=0)
        self._total_length = graph.node("Cast", [length], to=TensorProto.INT32)

    def _norm(self, residual: str, delta: str | None, name: str) -> tuple[str, str]:
        """RMS norm of residual + delta; returns the new residual and the normalised value."""
        graph = self.graph
        weight = graph.weight(f"{name}.weight", self.ckpt.read(f"text.{name}.weight"))
        epsilon = self.config.rms_norm_eps
        if delta is None:
            normed = graph.node(
                "SimplifiedLayerNormalization", [residual, weight], axis=-1, epsilon=epsilon, stash_type=1
            )
            return residual, str(normed)
        outputs = [graph.unique("normed"), "", "", graph.unique("residual")]
        graph.contrib("SkipSimplifiedLayerNormalization", [residual, delta, weight], outputs, epsilon=epsilon)
        return outputs[3], outputs[0]

    def _attention(self, x: str, layer: int) -> str:
        graph, config, ckpt = self.graph, self.config, self.ckpt
        prefix = f"text.layers.{layer}.self_attn"
        names = [f"{prefix}.{role}_proj" for role in "qkv"]
        biases = [ckpt.read(f"{n}.bias") if f"{n}.bias" in ckpt else None for n in names]
        if self.public:
            q, k, v = (
                self.linear.add(graph, x, name, self._matrix(f"{name}.weight"), bias)
                for name, bias in zip(names, biases)
            )
            rotary = ["position_ids", *self._tables]
            q = graph.contrib("RotaryEmbedding", [q, *rotary], num_heads=config.num_heads, rotary_embedding_dim=0)
            k = graph.contrib("RotaryEmbedding", [k, *rotary], num_heads=config.num_kv_heads, rotary_embedding_dim=0)
            inputs, tables = [q, k, v], []
        else:
            bias = None if biases[0] is None else np.concatenate([b for b in biases if b is not None])
            inputs = [self.linear.add(graph, x, f"{prefix}.qkv_proj", self._stacked(names), bias), "", ""]
            tables = self._tables
        past = [self._cache_input(layer, kind) for kind in ("key", "value")]
        present = [f"present.{layer}.{kind}" for kind in ("key", "value")]
        graph.contrib(
            "GroupQueryAttention",
            [*inputs, *past, self._last_index, self._total_length, *tables],
            [f"attention.{layer}", *present],
            num_heads=config.num_heads,
            kv_num_heads=config.num_kv_heads,
            do_rotary=0 if self.public else 1,
            scale=config.head_dim**-0.5,
        )
        for name in present:
            graph.output(name, self._cache_type(), self._cache_shape("total_sequence_length"))
        output = f"{prefix}.o_proj"
        return self.linear.add(
            graph, f"attention.{layer}", output, self._matrix(f"{output}.weight"), outliers=True
        )

    def _cache_type(self) -> int:
        return TensorProto.FLOAT16 if self.half_cache else TensorProto.FLOAT

    def _cache_shape(self, length: str) -> list[int | str]:
        return ["batch_size", self.config.num_kv_heads, length, self.config.head_dim]

    def _cache_input(self, layer: int, kind: str) -> str:
        name = f"past_key_values.{layer}.{kind}"
        self.graph.input(name, self._cache_type(), self._cache_shape("past_sequence_length"))
        return self.graph.node("Cast", [name], to=TensorProto.FLOAT) if self.half_cache else name

    def _mlp(self, x: str, name: str) -> str:
        graph, size = self.graph, self.config.intermediate_size
        names = [f"text.{name}.{part}_proj" for part in ("gate", "up")]
        if self.public:
            gate, up = (self.linear.add(graph, x, n, self._matrix(f"{n}.weight")) for n in names)
            activated = graph.node("Mul", [gate, graph.node("Sigmoid", [gate])])
        else:
            both = self.linear.add(graph, x, f"text.{name}.gate_up_proj", self._stacked(names))
            sizes = graph.constant(np.array([size, size], np.int64))
            gate, up = graph.node("Split", [both, sizes], 2, axis=-1)
            # x·sigmoid(x) in one pass.
            activated = graph.contrib("QuickGelu", [gate], alpha=1.0)
        product = graph.node("Mul", [activated, up])
        down = f"text.{name}.down_proj"
        # Qwen2 has tokens with activations thousands of times the usual size here.
        return self.linear.add(graph, product, down, self._matrix(f"{down}.weight"), outliers=True)


def build_embeddings(ckpt: Checkpoint, graph: Graph, half: bool) -> None:
    """input_ids int64 [batch, sequence] → inputs_embeds float32 [batch, sequence, hidden]."""
    ids = graph.input("input_ids", TensorProto.INT64, ["batch_size", "sequence_length"])
    rows, hidden = ckpt.shape("text.embed_tokens.weight")
    dtype = np.float16 if half else np.float32
    parts = (
        ckpt.read("text.embed_tokens.weight", slice(start, start + 8192)).astype(dtype) for start in range(0, rows, 8192)
    )
    table = graph.weight_parts("embed_tokens.weight", dtype, (rows, hidden), parts)
    embeds = graph.node("Gather", [table, ids], axis=0)
    if half:
        graph.node("Cast", [embeds], ["inputs_embeds"], to=TensorProto.FLOAT)
    else:
        graph.node("Identity", [embeds], ["inputs_embeds"])
    graph.output("inputs_embeds", TensorProto.FLOAT, ["batch_size", "sequence_length", hidden])
