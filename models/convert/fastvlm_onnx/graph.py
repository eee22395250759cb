"""Builds an ONNX graph while its weights stream to disk, so that no more than one tensor is in memory."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper

_ONNX_TYPES = {
    np.dtype(np.float32): TensorProto.FLOAT,
    np.dtype(np.float16): TensorProto.FLOAT16,
    np.dtype(np.uint8): TensorProto.UINT8,
    np.dtype(np.int8): TensorProto.INT8,
    np.dtype(np.int32): TensorProto.INT32,
    np.dtype(np.int64): TensorProto.INT64,
}
# Smaller tensors stay in the graph: shape inference needs them and they cost nothing there.
_INLINE_BYTES = 1024
# Large tensors are memory-mapped, which wants them aligned to a page: 64 KiB on Windows. Small ones only need the
# alignment of vector loads.
_PAGE, _VECTOR, _LARGE = 65536, 64, 1 << 20


class Graph:
    """Collects nodes; weights go to `<file>_data` beside the graph as they are added."""

    def __init__(self, file: Path):
        self.file = file
        self._nodes: list[onnx.NodeProto] = []
        self._initializers: list[TensorProto] = []
        self._inputs: list[onnx.ValueInfoProto] = []
        self._outputs: list[onnx.ValueInfoProto] = []
        self._names: dict[str, int] = {}
        self._shared: dict[tuple, str] = {}
        self._data_file = file.with_name(file.name + "_data")
        self._data = self._data_file.open("wb")

    def __enter__(self) -> Graph:
        return self

    def __exit__(self, *_: object) -> None:
        self._data.close()

    def unique(self, base: str) -> str:
        count = self._names.get(base, 0)
        self._names[base] = count + 1
        return base if count == 0 else f"{base}_{count}"

    def input(self, name: str, dtype: int, shape: list[int | str]) -> str:
        self._inputs.append(helper.make_tensor_value_info(name, dtype, shape))
        return name

    def output(self, name: str, dtype: int, shape: list[int | str]) -> None:
        self._outputs.append(helper.make_tensor_value_info(name, dtype, shape))

    def node(
        self, op: str, inputs: list[str], outputs: int | list[str] = 1, domain: str = "", **attributes
    ) -> str | list[str]:
        """Adds a node; returns the name of its output, or the names where there are several."""
        names = outputs if isinstance(outputs, list) else [self.unique(op) for _ in range(outputs)]
        self._nodes.append(
            helper.make_node(op, inputs, names, name=self.unique(f"node_{op}"), domain=domain, **attributes)
        )
        return names[0] if len(names) == 1 else names

    def contrib(self, op: str, inputs: list[str], outputs: int | list[str] = 1, **attributes) -> str | list[str]:
        return self.node(op, inputs, outputs, domain="com.microsoft", **attributes)

    def constant(self, value: np.ndarray) -> str:
        """A small constant, shared between equal uses."""
        key = (value.dtype.str, value.shape, value.tobytes())
        if key not in self._shared:
            self._shared[key] = self.weight("constant", value)
        return self._shared[key]

    def weight(self, name: str, value: np.ndarray) -> str:
        return self.weight_parts(name, value.dtype, value.shape, [value])

    def weight_parts(self, name: str, dtype: np.dtype, shape: Iterable[int], parts: Iterable[np.ndarray]) -> str:
        """A weight whose bytes arrive in pieces, in order."""
        name = self.unique(name)
        dtype, shape = np.dtype(dtype), tuple(int(d) for d in shape)
        tensor = TensorProto(name=name, data_type=_ONNX_TYPES[dtype], dims=shape)
        size = int(np.prod(shape, dtype=np.int64)) * dtype.itemsize
        if size <= _INLINE_BYTES:
            tensor.raw_data = b"".join(np.ascontiguousarray(p).tobytes() for p in parts)
        else:
            self._data.seek(-self._data.tell() % (_PAGE if size >= _LARGE else _VECTOR), 1)
            offset = self._data.tell()
            for part in parts:
                if part.dtype != dtype:
                    raise TypeError(f"{name}: a part has type {part.dtype} instead of {dtype}")
                np.ascontiguousarray(part).tofile(self._data)
            if self._data.tell() - offset != size:
                raise ValueError(f"{name}: {self._data.tell() - offset} bytes written for shape {shape}")
            tensor.data_location = TensorProto.EXTERNAL
            for key, entry in (("location", self._data_file.name), ("offset", offset), ("length", size)):
                tensor.external_data.add(key=key, value=str(entry))
        self._initializers.append(tensor)
        return name

    def save(self, name: str) -> Path:
        self._data.close()
        if self._data_file.stat().st_size == 0:
            self._data_file.unlink()
        model = helper.make_model(
            helper.make_graph(self._nodes, name, self._inputs, self._outputs, self._initializers),
            opset_imports=[helper.make_opsetid("", 17), helper.make_opsetid("com.microsoft", 1)],
            ir_version=8,
            producer_name="pixelscribe",
        )
        self.file.write_bytes(model.SerializeToString())
        return self.file


def embed_weights(file: Path) -> None:
    """Moves external weights into the graph file (for consumers that expect one file under 2 GB)."""
    model = onnx.load(file)
    for tensor in model.graph.initializer:
        tensor.ClearField("data_location")
        del tensor.external_data[:]
    file.write_bytes(model.SerializeToString())
    data = file.with_name(file.name + "_data")
    data.unlink(missing_ok=True)
