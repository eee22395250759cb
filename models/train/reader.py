"""The reader: a list of marks (what the encoder sees, where, how large) → LaTeX tokens.

`MarkEncoder` lets the marks look at each other in both directions, by their distance in the picture; it becomes part
of the exported vision encoder. `Decoder` is Qwen2 (RMSNorm, grouped-query attention with q/k/v bias, SwiGLU, rotary
positions, tied embeddings) in plain PyTorch, weight- and graph-compatible with the Hugging Face implementation.
"""

import math
from dataclasses import asdict, dataclass

import torch
import torch.nn.functional as F
from torch import Tensor, nn


@dataclass
class ReaderConfig:
    vocab_size: int
    mark_classes: int
    hidden_size: int = 256
    mark_layers: int = 2
    mark_mlp: int = 768
    num_hidden_layers: int = 6
    num_attention_heads: int = 4
    num_key_value_heads: int = 2
    intermediate_size: int = 768
    rope_theta: float = 10000.0
    rms_norm_eps: float = 1e-6

    @property
    def head_dim(self) -> int:
        return self.hidden_size // self.num_attention_heads

    def as_dict(self) -> dict:
        return asdict(self)


def additive(mask: Tensor, dtype: torch.dtype) -> Tensor:
    """Boolean mask → 0 where attention is allowed, a large negative number elsewhere."""
    return torch.zeros_like(mask, dtype=dtype).masked_fill(~mask, -1e9 if dtype == torch.float32 else -1e4)


def attend(q: Tensor, k: Tensor, v: Tensor, bias: Tensor | None) -> Tensor:
    """Attention [B, heads, N, head_dim] with an additive mask. Written out: its backward pass is five times as fast on a CPU."""
    scores = (q * q.shape[-1] ** -0.5) @ k.transpose(-1, -2)
    if bias is not None:
        scores = scores + bias
    return scores.softmax(-1) @ v


def rotate(x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
    """Rotary embedding, halves convention. x [B, heads, N, head_dim]; cos, sin [B, 1, N, head_dim]."""
    a, b = x.chunk(2, -1)
    return x * cos + torch.cat([-b, a], -1) * sin


def plane_rotation(x: Tensor, y: Tensor, head_dim: int) -> tuple[Tensor, Tensor]:
    """cos, sin [B, 1, N, head_dim] for positions in px: half of the frequencies for x, half for y.

    Wavelengths run from 16 px (two thirds of an em) to 2,000 px.
    """
    n = head_dim // 4
    frequency = 2 * math.pi / (16 * (125.0 ** (torch.arange(n, device=x.device, dtype=torch.float32) / (n - 1))))
    angle = torch.cat([x.float()[..., None] * frequency, y.float()[..., None] * frequency], -1)
    angle = torch.cat([angle, angle], -1)[:, None]
    return angle.cos(), angle.sin()


def position_features(x: Tensor, y: Tensor, size: Tensor) -> Tensor:
    """[B, N, 72]: sines and cosines of x and y (px), and a few of the mark's size relative to the text font."""
    frequency = 200.0 ** (-torch.arange(16, device=x.device, dtype=torch.float32) / 16)
    ax, ay = x[..., None] * frequency, y[..., None] * frequency
    s = size[..., None] * torch.tensor([1.0, 2.0, 4.0, 8.0], device=x.device)
    return torch.cat([ax.sin(), ax.cos(), ay.sin(), ay.cos(), s.sin(), s.cos()], -1)


BANDS = (7.0, 16.0)
"""Neighbours are sought among the marks whose centres are at most so many px higher or lower: in the line, and with its scripts."""
GAPS = (-4.0, -2.0, 0.0, 2.0, 4.0, 6.0, 9.0, 13.0, 18.0, 26.0, 38.0, 56.0)
SPREADS = (2.0, 2.0, 2.0, 2.0, 2.0, 2.5, 3.5, 4.5, 6.0, 9.0, 14.0, 20.0)
"""Gaps in px that are told apart, and how sharply. A thin space, all that tells `x\\left(` from `x(`, is 4 px; `\\quad` is 24."""


def gap_features(x: Tensor, y: Tensor, width: Tensor, mask: Tensor | None) -> Tensor:
    """[B, N, 48]: the blank between a mark and its neighbours to the left and to the right, as bumps around GAPS.

    x, y centres and width of the ink, px [B, N]; mask as in MarkEncoder. All zero where there is no neighbour.
    """
    left, right = x - width / 2, x + width / 2
    before = x[:, None, :] < x[:, :, None]
    after = x[:, None, :] > x[:, :, None]
    if mask is not None:
        before, after = before & mask[:, 0], after & mask[:, 0]
    to_left = left[:, :, None] - right[:, None, :]
    to_right = left[:, None, :] - right[:, :, None]
    apart = (y[:, :, None] - y[:, None, :]).abs()
    far = torch.full_like(apart, 1e4)
    gaps = [
        torch.where(side & (apart <= band), gap, far).amin(-1)
        for band in BANDS
        for side, gap in ((before, to_left), (after, to_right))
    ]
    centres, spreads = torch.tensor(GAPS, device=x.device), torch.tensor(SPREADS, device=x.device)
    distance = (torch.stack(gaps, -1).clamp(min=GAPS[0])[..., None] - centres) / spreads
    return torch.exp(-0.5 * distance * distance).flatten(-2)


FEATURES = 72 + len(BANDS) * 2 * len(GAPS)


class MarkLayer(nn.Module):
    def __init__(self, c: ReaderConfig) -> None:
        super().__init__()
        d = c.hidden_size
        self.heads = c.num_attention_heads
        self.norm1 = nn.LayerNorm(d)
        self.qkv = nn.Linear(d, 3 * d)
        self.out = nn.Linear(d, d)
        self.norm2 = nn.LayerNorm(d)
        self.up = nn.Linear(d, c.mark_mlp)
        self.down = nn.Linear(c.mark_mlp, d)

    def forward(self, x: Tensor, cos: Tensor, sin: Tensor, bias: Tensor | None) -> Tensor:
        b, n, d = x.shape
        q, k, v = self.qkv(self.norm1(x)).view(b, n, 3, self.heads, d // self.heads).permute(2, 0, 3, 1, 4)
        a = attend(rotate(q, cos, sin), rotate(k, cos, sin), v, bias)
        x = x + self.out(a.transpose(1, 2).reshape(b, n, d))
        return x + self.down(F.gelu(self.up(self.norm2(x))))


class MarkEncoder(nn.Module):
    """Marks [B, N] → image features [B, N, hidden]."""

    def __init__(self, c: ReaderConfig) -> None:
        super().__init__()
        self.config = c
        self.embed = nn.Embedding(c.mark_classes, c.hidden_size)
        self.features = nn.Linear(FEATURES, c.hidden_size)
        self.layers = nn.ModuleList(MarkLayer(c) for _ in range(c.mark_layers))
        self.norm = nn.LayerNorm(c.hidden_size)
        nn.init.normal_(self.embed.weight, std=0.5)
        nn.init.constant_(self.norm.weight, 0.1)

    def forward(self, embedded: Tensor, x: Tensor, y: Tensor, size: Tensor, width: Tensor, mask: Tensor | None) -> Tensor:
        """embedded [B, N, hidden] (rows of `embed`, or their expectation); x, y, width of the ink px; mask bool [B, 1, 1, N] of real marks."""
        seen = torch.cat([position_features(x, y, size), gap_features(x.float(), y.float(), width.float(), mask)], -1)
        h = embedded + self.features(seen.to(embedded.dtype))
        cos, sin = (t.to(h.dtype) for t in plane_rotation(x, y, self.config.head_dim))
        bias = None if mask is None else additive(mask, h.dtype)
        for layer in self.layers:
            h = layer(h, cos, sin, bias)
        return self.norm(h)


class RmsNorm(nn.Module):
    def __init__(self, d: int, eps: float) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.ones(d))
        self.eps = eps

    def forward(self, x: Tensor) -> Tensor:
        if torch.onnx.is_in_onnx_export():
            return x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + self.eps) * self.weight
        return F.rms_norm(x, x.shape[-1:], self.weight, self.eps)


class DecoderLayer(nn.Module):
    def __init__(self, c: ReaderConfig) -> None:
        super().__init__()
        d, k = c.hidden_size, c.num_key_value_heads * c.head_dim
        self.config = c
        self.input_layernorm = RmsNorm(d, c.rms_norm_eps)
        self.q_proj = nn.Linear(d, d)
        self.k_proj = nn.Linear(d, k)
        self.v_proj = nn.Linear(d, k)
        self.o_proj = nn.Linear(d, d, bias=False)
        self.post_attention_layernorm = RmsNorm(d, c.rms_norm_eps)
        self.gate_proj = nn.Linear(d, c.intermediate_size, bias=False)
        self.up_proj = nn.Linear(d, c.intermediate_size, bias=False)
        self.down_proj = nn.Linear(c.intermediate_size, d, bias=False)

    def forward(self, x: Tensor, cos: Tensor, sin: Tensor, bias: Tensor, past: tuple[Tensor, Tensor] | None):
        """bias: additive mask [B, 1, N, past + N] → (x, (key, value) [B, kv heads, past + N, head_dim])."""
        c = self.config
        b, n, d = x.shape
        h = self.input_layernorm(x)
        q = self.q_proj(h).view(b, n, c.num_attention_heads, c.head_dim).transpose(1, 2)
        k = self.k_proj(h).view(b, n, c.num_key_value_heads, c.head_dim).transpose(1, 2)
        v = self.v_proj(h).view(b, n, c.num_key_value_heads, c.head_dim).transpose(1, 2)
        q, k = rotate(q, cos, sin), rotate(k, cos, sin)
        if past is not None:
            k, v = torch.cat([past[0], k], 2), torch.cat([past[1], v], 2)
        groups = c.num_attention_heads // c.num_key_value_heads
        wide = (b, c.num_key_value_heads, groups, k.shape[2], c.head_dim)
        kk = k[:, :, None].expand(wide).reshape(b, -1, k.shape[2], c.head_dim)
        vv = v[:, :, None].expand(wide).reshape(b, -1, k.shape[2], c.head_dim)
        a = attend(q, kk, vv, bias)
        x = x + self.o_proj(a.transpose(1, 2).reshape(b, n, d))
        h = self.post_attention_layernorm(x)
        return x + self.down_proj(F.silu(self.gate_proj(h)) * self.up_proj(h)), (k, v)


class Decoder(nn.Module):
    def __init__(self, c: ReaderConfig) -> None:
        super().__init__()
        self.config = c
        self.embed_tokens = nn.Embedding(c.vocab_size, c.hidden_size)
        self.layers = nn.ModuleList(DecoderLayer(c) for _ in range(c.num_hidden_layers))
        self.norm = RmsNorm(c.hidden_size, c.rms_norm_eps)
        nn.init.normal_(self.embed_tokens.weight, std=0.06)
        for layer in self.layers:
            for linear in (layer.o_proj, layer.down_proj):
                nn.init.normal_(linear.weight, std=0.02)

    def rotation(self, positions: Tensor, dtype: torch.dtype) -> tuple[Tensor, Tensor]:
        half = self.config.head_dim // 2
        inverse = self.config.rope_theta ** (-torch.arange(half, device=positions.device, dtype=torch.float32) / half)
        angle = positions[..., None].float() * inverse
        angle = torch.cat([angle, angle], -1)[:, None]
        return angle.cos().to(dtype), angle.sin().to(dtype)

    def forward(self, embeds: Tensor, mask: Tensor, positions: Tensor, past: list[tuple[Tensor, Tensor]] | None = None):
        """embeds [B, N, hidden], mask bool [B, 1, N, past + N] → (hidden states after the last norm, new past)."""
        bias = additive(mask, embeds.dtype)
        cos, sin = self.rotation(positions, embeds.dtype)
        present = []
        h = embeds
        for i, layer in enumerate(self.layers):
            h, kv = layer(h, cos, sin, bias, past[i] if past else None)
            present.append(kv)
        return self.norm(h), present

    def logits(self, h: Tensor) -> Tensor:
        return F.linear(h, self.embed_tokens.weight)


class Reader(nn.Module):
    def __init__(self, c: ReaderConfig) -> None:
        super().__init__()
        self.config = c
        self.marks = MarkEncoder(c)
        self.decoder = Decoder(c)

    def read(self, features: Tensor, real: Tensor, tokens: Tensor) -> Tensor:
        """Teacher forcing. features [B, N, hidden] padded on the LEFT (real [B, N] bool), tokens [B, T] → logits [B, T, V]."""
        embeds = torch.cat([features, self.decoder.embed_tokens(tokens)], 1)
        n = embeds.shape[1]
        keep = torch.cat([real, torch.ones_like(tokens, dtype=torch.bool)], 1)
        causal = torch.ones(n, n, dtype=torch.bool, device=embeds.device).tril()
        mask = (causal[None] & keep[:, None]) | torch.eye(n, dtype=torch.bool, device=embeds.device)[None]
        positions = (keep.long().cumsum(1) - 1).clamp(min=0)
        h, _ = self.decoder(embeds, mask[:, None], positions)
        return self.decoder.logits(h[:, features.shape[1] :])

    @torch.no_grad()
    def generate(self, features: Tensor, real: Tensor, limit: int = 300) -> tuple[list[list[int]], Tensor]:
        """Greedy decoding → (token ids without bos and eos, mean log-probability of each answer)."""
        from vocabulary import BOS, EOS

        b = features.shape[0]
        embeds = torch.cat([features, self.decoder.embed_tokens(torch.full((b, 1), BOS))], 1)
        keep = torch.cat([real, torch.ones(b, 1, dtype=torch.bool)], 1)
        n = embeds.shape[1]
        mask = torch.ones(n, n, dtype=torch.bool).tril()[None] & keep[:, None] | torch.eye(n, dtype=torch.bool)[None]
        positions = (keep.long().cumsum(1) - 1).clamp(min=0)
        h, past = self.decoder(embeds, mask[:, None], positions)
        done = torch.zeros(b, dtype=torch.bool)
        total, count = torch.zeros(b), torch.zeros(b)
        out: list[Tensor] = []
        last = positions[:, -1]
        for _ in range(limit):
            p, token = self.decoder.logits(h[:, -1]).float().log_softmax(-1).max(-1)
            total += torch.where(done, 0.0, p)
            count += ~done
            token = torch.where(done, 0, token)
            out.append(token)
            done = done | (token == EOS)
            if done.all():
                break
            keep = torch.cat([keep, torch.ones(b, 1, dtype=torch.bool)], 1)
            last = last + 1
            h, past = self.decoder(self.decoder.embed_tokens(token)[:, None], keep[:, None, None], last[:, None], past)
        ids = torch.stack(out, 1).tolist()
        return [[i for i in row if i > EOS] for row in ids], total / count
