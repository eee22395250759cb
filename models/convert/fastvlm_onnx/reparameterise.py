"""Folds the training-time branches of FastViT into single convolutions.

RepVGG-style blocks sum several linear branches (convolution + batch norm, 1×1 scale, identity batch norm), so the
sum is one convolution (Ding et al., 2101.03697; Vasu et al., FastViT, 2303.14189). Checkpoints that were already
folded (`reparam_conv`) pass through unchanged.
"""

from __future__ import annotations

import numpy as np

from .checkpoint import Checkpoint

Kernel = tuple[np.ndarray, np.ndarray]
_BN_EPS = 1e-5


def _norm(ckpt: Checkpoint, prefix: str) -> Kernel:
    """Batch norm as scale and shift per channel."""
    scale = ckpt.read(prefix + ".weight") / np.sqrt(ckpt.read(prefix + ".running_var") + _BN_EPS)
    return scale, ckpt.read(prefix + ".bias") - ckpt.read(prefix + ".running_mean") * scale


def conv_norm(ckpt: Checkpoint, prefix: str) -> Kernel:
    """A convolution followed by batch norm (`.conv`, `.bn`)."""
    scale, shift = _norm(ckpt, prefix + ".bn")
    return ckpt.read(prefix + ".conv.weight") * scale[:, None, None, None], shift


def _pad_to(kernel: np.ndarray, size: int) -> np.ndarray:
    pad = (size - kernel.shape[-1]) // 2
    return np.pad(kernel, ((0, 0), (0, 0), (pad, pad), (pad, pad)))


def _identity(channels: int, per_group: int, size: int) -> np.ndarray:
    kernel = np.zeros((channels, per_group, size, size), np.float32)
    index = np.arange(channels)
    kernel[index, index % per_group, size // 2, size // 2] = 1
    return kernel


def mobile_one(ckpt: Checkpoint, prefix: str, size: int, per_group: int) -> Kernel:
    """MobileOneBlock as one kernel [out, in per group, size, size] and bias [out]."""
    if f"{prefix}.reparam_conv.weight" in ckpt:
        return ckpt.read(f"{prefix}.reparam_conv.weight"), ckpt.read(f"{prefix}.reparam_conv.bias")
    kernel: np.ndarray | float = 0.0
    bias: np.ndarray | float = 0.0
    branch = 0
    while f"{prefix}.conv_kxk.{branch}.conv.weight" in ckpt:
        k, b = conv_norm(ckpt, f"{prefix}.conv_kxk.{branch}")
        kernel, bias, branch = kernel + k, bias + b, branch + 1
    if f"{prefix}.conv_scale.conv.weight" in ckpt:
        k, b = conv_norm(ckpt, f"{prefix}.conv_scale")
        kernel, bias = kernel + _pad_to(k, size), bias + b
    if f"{prefix}.identity.weight" in ckpt:
        scale, shift = _norm(ckpt, f"{prefix}.identity")
        kernel = kernel + _identity(len(scale), per_group, size) * scale[:, None, None, None]
        bias = bias + shift
    return np.asarray(kernel, np.float32), np.asarray(bias, np.float32)


def large_kernel(ckpt: Checkpoint, prefix: str) -> Kernel:
    """ReparamLargeKernelConv: a large depthwise kernel plus a small one beside it."""
    if f"{prefix}.reparam_conv.weight" in ckpt:
        return ckpt.read(f"{prefix}.reparam_conv.weight"), ckpt.read(f"{prefix}.reparam_conv.bias")
    kernel, bias = conv_norm(ckpt, f"{prefix}.large_conv")
    if f"{prefix}.small_conv.conv.weight" in ckpt:
        k, b = conv_norm(ckpt, f"{prefix}.small_conv")
        kernel, bias = kernel + _pad_to(k, kernel.shape[-1]), bias + b
    return kernel, bias


def rep_mixer(ckpt: Checkpoint, prefix: str, size: int = 3) -> Kernel:
    """RepMixer: x + scale · (mixer(x) − norm(x)) as one depthwise kernel."""
    if f"{prefix}.reparam_conv.weight" in ckpt:
        return ckpt.read(f"{prefix}.reparam_conv.weight"), ckpt.read(f"{prefix}.reparam_conv.bias")
    mixer, mixer_bias = mobile_one(ckpt, f"{prefix}.mixer", size, 1)
    norm, norm_bias = mobile_one(ckpt, f"{prefix}.norm", size, 1)
    scale = ckpt.read(f"{prefix}.layer_scale.gamma").reshape(-1)
    kernel = _identity(len(scale), 1, size) + scale[:, None, None, None] * (mixer - norm)
    return kernel, scale * (mixer_bias - norm_bias)


def position_encoding(ckpt: Checkpoint, prefix: str) -> Kernel:
    """RepConditionalPosEnc: x + depthwise convolution as one depthwise kernel."""
    if f"{prefix}.reparam_conv.weight" in ckpt:
        return ckpt.read(f"{prefix}.reparam_conv.weight"), ckpt.read(f"{prefix}.reparam_conv.bias")
    kernel = ckpt.read(f"{prefix}.pos_enc.weight")
    return kernel + _identity(kernel.shape[0], 1, kernel.shape[-1]), ckpt.read(f"{prefix}.pos_enc.bias")
