"""The training curves as CSV and SVG: `python plot_curves.py OUT_FOLDER`."""

import csv
import json
import sys
from pathlib import Path

import matplotlib

from paths import LOGS

matplotlib.use("Agg")
import matplotlib.pyplot as plt


def main() -> None:
    out = Path(sys.argv[1])
    names = [n for n in ("encoder", "reader", "joint") if (LOGS / f"{n}.jsonl").exists()]
    figure, axes = plt.subplots(1, len(names), figsize=(5 * len(names), 3.5), squeeze=False)
    for name, axis in zip(names, axes[0], strict=True):
        rows = [json.loads(line) for line in (LOGS / f"{name}.jsonl").read_text().splitlines()]
        with (out / f"curve-{name}.csv").open("w", newline="") as file:
            writer = csv.DictWriter(file, list(rows[-1]), extrasaction="ignore")
            writer.writeheader()
            writer.writerows(rows)
        for key in ("class", "recall", "precision", "exact", "similarity", "bleu4"):
            if key in rows[-1]:
                axis.plot([r["step"] for r in rows], [r[key] for r in rows], marker=".", label=key)
        axis.set(title=name, xlabel="step", ylim=(0, 1))
        axis.legend()
    figure.tight_layout()
    figure.savefig(out / "curves.svg")


if __name__ == "__main__":
    main()
