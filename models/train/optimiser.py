"""AdamW on float32 master weights of a model in the fastest precision, with an average of the weights and atomic checkpoints."""

import math
from pathlib import Path

import torch
from torch import nn

WORKING = torch.bfloat16 if torch.cpu._is_avx512_bf16_supported() else torch.float32
"""What the model computes in: bfloat16 takes a fifth of the time where the processor has it, and three times as long where it has not."""
TABLE_RATE = 4.0
"""The table of mark classes learns so much faster: each of its rows is met seldom."""


class Trainer:
    """Owns the master weights, the optimiser state and their average (EMA). Norms of convolutions stay float32.

    `faster`: how many times faster than the rest the parameters below a prefix learn.
    """

    def __init__(self, model: nn.Module, lr: float, weight_decay: float = 0.03, ema: float = 0.999, clip: float = 1.0, faster: dict[str, float] | None = None) -> None:
        self.model = model
        self.master = [p.detach().clone().float() for p in model.parameters()]
        model.to(WORKING)
        for m in model.modules():
            if isinstance(m, nn.BatchNorm2d):
                m.float()
        self.average = [p.clone() for p in self.master]
        by_rate: dict[float, list[torch.Tensor]] = {1.0: []}
        for (name, _), p in zip(model.named_parameters(), self.master, strict=True):
            factor = TABLE_RATE if name.endswith("marks.embed.weight") else 1.0
            factor *= next((f for prefix, f in (faster or {}).items() if name.startswith(prefix)), 1.0)
            by_rate.setdefault(factor, []).append(p.requires_grad_(True))
        groups = [{"params": params, "factor": factor} for factor, params in by_rate.items() if params]
        self.optimiser = torch.optim.AdamW(groups, lr=lr, betas=(0.9, 0.98), weight_decay=weight_decay, fused=True)
        self.lr, self.ema, self.clip = lr, ema, clip
        self.step = 0
        self.seen = 0

    def rate(self, total: int, decay: float = 0.4) -> float:
        """Warm up, hold, then fall as a cosine over the last `decay` of `total` steps to 2 %."""
        hold = total * (1 - decay)
        if self.step < hold:
            return self.lr * min(1.0, (self.step + 1) / min(200, total / 10))
        t = min(1.0, (self.step - hold) / (total - hold))
        return self.lr * max(0.02, 0.5 * (1 + math.cos(math.pi * t)))

    def update(self, total: int, decay: float = 0.4) -> None:
        """One step from the gradients the model holds; parameters without one stay as they are."""
        for p, q in zip(self.master, self.model.parameters(), strict=True):
            p.grad = q.grad.float() if q.grad is not None else None
            q.grad = None
        torch.nn.utils.clip_grad_norm_(self.master, self.clip)
        for group in self.optimiser.param_groups:
            group["lr"] = self.rate(total, decay) * group["factor"]
        self.optimiser.step()
        with torch.no_grad():
            params = list(self.model.parameters())
            torch._foreach_copy_(params, self.master)
            torch._foreach_lerp_(self.average, self.master, 1 - min(self.ema, 1 - 1 / (self.step + 2)))
        self.step += 1

    def state(self, weights: list[torch.Tensor]) -> dict[str, torch.Tensor]:
        """A float32 state dict of the model with the given weights (master or average) and its own buffers."""
        named = {n: w.detach() for (n, _), w in zip(self.model.named_parameters(), weights, strict=True)}
        return {k: named.get(k, v.float() if v.is_floating_point() else v) for k, v in self.model.state_dict().items()}

    def save(self, path: Path, **extra) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = path.with_suffix(".part")
        data = {"master": self.state(self.master), "average": self.state(self.average), "optimiser": self.optimiser.state_dict()}
        torch.save({**data, "step": self.step, "seen": self.seen, **extra}, temporary)
        temporary.rename(path)

    @torch.no_grad()
    def adopt(self, weights: dict[str, torch.Tensor]) -> None:
        """Begin from these weights of the model, or of a part of it: master and average alike, the optimiser fresh."""
        self.model.load_state_dict(weights, strict=False)
        for (name, p), m, a in zip(self.model.named_parameters(), self.master, self.average, strict=True):
            if name in weights:
                m.copy_(weights[name])
                a.copy_(m)
                p.copy_(m)

    def load(self, path: Path) -> None:
        data = torch.load(path, weights_only=False)
        self.model.load_state_dict(data["master"])
        names = [n for n, _ in self.model.named_parameters()]
        with torch.no_grad():
            for n, m, a in zip(names, self.master, self.average, strict=True):
                m.copy_(data["master"][n])
                a.copy_(data["average"][n])
        self._load_optimiser(data["optimiser"])
        self.step, self.seen = data["step"], data["seen"]

    def _load_optimiser(self, state: dict) -> None:
        """Moments only: rates and groups are this run's own. Skipped when the parameters are grouped differently."""
        own = self.optimiser.state_dict()
        if [len(g["params"]) for g in own["param_groups"]] == [len(g["params"]) for g in state["param_groups"]]:
            self.optimiser.load_state_dict({"state": state["state"], "param_groups": own["param_groups"]})

    def averaged(self):
        """Context in which the model has the averaged weights."""
        return _Swapped(self)


def part(weights: dict[str, torch.Tensor], prefix: str) -> dict[str, torch.Tensor]:
    """The weights of one module of a model, under the module's own names."""
    return {k.removeprefix(prefix): w for k, w in weights.items() if k.startswith(prefix)}


class _Swapped:
    def __init__(self, trainer: Trainer) -> None:
        self.trainer = trainer

    @torch.no_grad()
    def __enter__(self) -> nn.Module:
        t = self.trainer
        torch._foreach_copy_(list(t.model.parameters()), t.average)
        t.model.eval()
        return t.model

    @torch.no_grad()
    def __exit__(self, *_) -> None:
        t = self.trainer
        torch._foreach_copy_(list(t.model.parameters()), t.master)
        t.model.train()
