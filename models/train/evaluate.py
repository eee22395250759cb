"""Accuracy of the exported model on a folder of pictures with labels.jsonl: `python evaluate.py MODEL_FOLDER PICTURES [--scale 0.5]`.

Compared in canonical form (normalise.mjs), both the answer and the label. Labels without a canonical form are left
out and counted.
"""

import argparse
import json
import subprocess
import time
from pathlib import Path

from PIL import Image

from runtime import FormulaRuntime
from scores import report
from typeset import detokenise

HERE = Path(__file__).parent


def canonical(formulas: list[str]) -> list[list[str] | None]:
    lines = "".join(json.dumps(f) + "\n" for f in formulas)
    out = subprocess.run(["node", str(HERE / "canonical.mjs")], input=lines, capture_output=True, text=True, check=True).stdout
    return [json.loads(line) for line in out.splitlines()]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", type=Path)
    parser.add_argument("pictures", type=Path)
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--limit", type=int, default=10**6)
    parser.add_argument("--show", type=int, default=0, help="print so many wrong answers")
    args = parser.parse_args()
    runtime = FormulaRuntime(args.model)
    labels = [json.loads(line) for line in (args.pictures / "labels.jsonl").read_text().splitlines()][: args.limit]
    references = canonical([o["latex"] for o in labels])
    answers, seconds = [], []
    for o, reference in zip(labels, references, strict=True):
        if reference is None:
            answers.append([])
            continue
        image = Image.open(args.pictures / o["file"]).convert("L")
        if args.scale != 1:
            image = image.resize((round(image.width * args.scale), round(image.height * args.scale)), Image.Resampling.BICUBIC)
        start = time.perf_counter()
        answer = runtime(image)
        seconds.append(time.perf_counter() - start)
        answers.append(answer.tokens if answer else [])
    again = canonical([detokenise(a) for a in answers])
    pairs = [(c or a, r, o["file"]) for a, c, r, o in zip(answers, again, references, labels, strict=True) if r is not None]
    scores = report([(h, r) for h, r, _ in pairs])
    for h, r, name in [p for p in pairs if p[0] != p[1]][: args.show]:
        print(name, "\n  label ", " ".join(r), "\n  answer", " ".join(h))
    seconds.sort()
    print(json.dumps({
        "pictures": len(pairs), "without_canonical_label": len(labels) - len(pairs), "scale": args.scale,
        **{k: round(v, 4) for k, v in scores.items()}, "median_ms": round(seconds[len(seconds) // 2] * 1000),
    }))  # fmt: skip


if __name__ == "__main__":
    main()
