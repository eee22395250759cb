"""Accuracy in canonical tokens: exact match, edit similarity, BLEU-4."""

import math
from collections import Counter
from collections.abc import Sequence


def distance(a: Sequence[str], b: Sequence[str]) -> int:
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        before, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (x != y))
    return row[-1]


def similarity(a: Sequence[str], b: Sequence[str]) -> float:
    return 1 - distance(a, b) / max(len(a), len(b), 1)


def bleu4(pairs: Sequence[tuple[Sequence[str], Sequence[str]]]) -> float:
    """Corpus BLEU-4 of (hypothesis, reference) pairs, one reference each."""
    match, total = [0] * 4, [0] * 4
    hyp = ref = 0
    for h, r in pairs:
        hyp, ref = hyp + len(h), ref + len(r)
        for n in range(1, 5):
            a = Counter(tuple(h[i : i + n]) for i in range(len(h) - n + 1))
            b = Counter(tuple(r[i : i + n]) for i in range(len(r) - n + 1))
            match[n - 1] += sum((a & b).values())
            total[n - 1] += sum(a.values())
    if min(match) == 0:
        return 0.0
    brevity = min(1.0, math.exp(1 - ref / hyp))
    return brevity * math.exp(sum(math.log(m / t) for m, t in zip(match, total, strict=True)) / 4)


def report(pairs: Sequence[tuple[Sequence[str], Sequence[str]]]) -> dict[str, float]:
    """Exact match, mean edit similarity and BLEU-4 of (hypothesis, reference) pairs."""
    return {
        "exact": sum(list(h) == list(r) for h, r in pairs) / len(pairs),
        "similarity": sum(similarity(h, r) for h, r in pairs) / len(pairs),
        "bleu4": bleu4(pairs),
    }
