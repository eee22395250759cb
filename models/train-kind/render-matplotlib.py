"""Charts and formulas by matplotlib in many styles.

    python models/train-kind/render-matplotlib.py COUNT OUT
"""

import os
import random
import sys

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np

count, out = int(sys.argv[1]), sys.argv[2]
WORDS = "revenue users latency temperature accuracy loss speed energy traffic orders growth cost weight rate height demand voltage error rainfall population price memory epochs samples distance time month year region model group category".split()
# Styles whose names begin with seaborn are kept for measuring.
STYLES = [s for s in plt.style.available if not s.startswith(("seaborn", "_"))] + ["default"] * 6
LETTERS = r"a b c x y z n k t f g \alpha \beta \gamma \lambda \mu \sigma \theta \pi \phi".split()


def words(low, high):
    return " ".join(random.choice(WORDS) for _ in range(random.randint(low, high))).capitalize()


def chart(path):
    with plt.style.context(random.choice(STYLES)):
        figure, axes = plt.subplots(figsize=(random.uniform(3.5, 9), random.uniform(2.8, 6)))
        kind = random.choice("line line bar barh hist scatter pie box fill step heat errorbar stack contour".split())
        n = random.randint(3, 12)
        x, rng = np.arange(n), np.random.default_rng(random.randrange(1 << 30))
        series = random.randint(1, 4)
        if kind in ("line", "step", "errorbar"):
            t = np.linspace(0, 10, random.choice([8, 40, 200]))
            for i in range(series):
                y = np.cumsum(rng.normal(size=t.size)) if random.random() < 0.5 else np.sin(t * rng.uniform(0.5, 3) + i) * rng.uniform(1, 4)
                if kind == "step":
                    axes.step(t, y, label=words(1, 1))
                elif kind == "errorbar":
                    axes.errorbar(t[:20], y[:20], yerr=0.4, fmt="o-", label=words(1, 1))
                else:
                    axes.plot(t, y, random.choice(["-", "--", "-o", "."]), label=words(1, 1))
        elif kind in ("bar", "barh"):
            names = [words(1, 1) for _ in x]
            for i in range(series):
                height = 0.8 / series
                (axes.bar if kind == "bar" else axes.barh)(x + i * height, rng.uniform(1, 100, n), height, label=words(1, 1))
            (axes.set_xticks if kind == "bar" else axes.set_yticks)(x, names, **({"rotation": 45} if kind == "bar" and n > 6 else {}))
        elif kind == "hist":
            axes.hist(rng.normal(size=500), bins=random.randint(8, 40))
        elif kind == "scatter":
            for i in range(series):
                axes.scatter(rng.normal(i, 1, 60), rng.normal(i, 1, 60), alpha=0.7, label=words(1, 1))
        elif kind == "pie":
            axes.pie(rng.uniform(1, 10, n), labels=[words(1, 1) for _ in x], autopct="%1.0f%%")
        elif kind == "box":
            axes.boxplot([rng.normal(i, 1 + i / 4, 50) for i in range(n)])
        elif kind == "fill":
            axes.fill_between(x, rng.uniform(0, 5, n), rng.uniform(5, 10, n), alpha=0.5)
        elif kind == "stack":
            axes.stackplot(x, rng.uniform(1, 5, (series, n)))
        elif kind == "contour":
            axes.contourf(rng.normal(size=(12, 12)).cumsum(0))
        else:
            figure.colorbar(axes.imshow(rng.normal(size=(n, n)), cmap=random.choice(["viridis", "Blues", "magma"])))
        if random.random() < 0.75:
            axes.set_title(words(2, 5))
        if random.random() < 0.7 and kind != "pie":
            axes.set_xlabel(words(1, 2))
            axes.set_ylabel(words(1, 2))
        if axes.get_legend_handles_labels()[0] and random.random() < 0.7:
            axes.legend()
        if random.random() < 0.3:
            axes.grid(True)
        figure.savefig(path, dpi=random.choice([72, 100, 100, 150]), bbox_inches=random.choice([None, "tight"]))
        plt.close(figure)


def term(depth):
    if depth == 0:
        base = random.choice(LETTERS)
        return random.choice([base, f"{base}_{{{random.choice('ijkn0')}}}", f"{base}^{{{random.randint(2, 5)}}}", str(random.randint(1, 40))])
    return random.choice(
        [
            lambda: rf"\frac{{{term(depth - 1)}}}{{{term(depth - 1)}}}",
            lambda: rf"\sqrt{{{term(depth - 1)}}}",
            lambda: rf"\sum_{{i=1}}^{{n}} {term(depth - 1)}",
            lambda: rf"\int_{{0}}^{{\infty}} {term(depth - 1)} \, dx",
            lambda: rf"{term(depth - 1)} + {term(depth - 1)}",
            lambda: rf"\left( {term(depth - 1)} - {term(depth - 1)} \right)",
            lambda: rf"\exp\left( {term(depth - 1)} \right)",
        ]
    )()


def formula(path):
    with plt.rc_context({"mathtext.fontset": random.choice(["cm", "stix", "dejavuserif", "stixsans"])}):
        figure = plt.figure(figsize=(0.01, 0.01))
        relation = random.choice(["=", "=", r"\leq", r"\approx"])
        figure.text(0, 0, f"${term(random.randint(0, 2))} {relation} {term(random.randint(1, 3))}$", fontsize=random.randint(10, 30))
        figure.savefig(path, dpi=random.choice([100, 150, 200]), bbox_inches="tight", pad_inches=random.uniform(0.02, 0.5))
        plt.close(figure)


for kind, make in (("chart", chart), ("formula", formula)):
    os.makedirs(f"{out}/train/{kind}", exist_ok=True)
    for index in range(count):
        random.seed(index * 7 + len(kind))
        path = f"{out}/train/{kind}/matplotlib_{index:04d}.png"
        if not os.path.exists(path):
            make(path)
