"""Does the exported model agree with PyTorch? `python parity.py CHECKPOINT MODEL_FOLDER`: the golden pictures through both."""

import json
import sys
from pathlib import Path

import numpy as np
import torch
from PIL import Image

from export import load
from preprocess import crop, ink_of, to_pixels
from runtime import FormulaRuntime, grey_of


def main() -> None:
    model, folder = load(Path(sys.argv[1])), Path(sys.argv[2])
    runtime = FormulaRuntime(folder)
    for case in json.loads((folder / "golden" / "cases.json").read_text()):
        ink = crop(ink_of(grey_of(Image.open(folder / "golden" / case["file"]))))
        pixels = to_pixels(ink, runtime.scale.em(ink))
        features, marks = runtime.vision.run(None, {"pixel_values": pixels})
        with torch.no_grad():
            theirs, their_marks = model.features(torch.from_numpy(pixels))
            ids, _ = model.reader.generate(theirs, torch.ones(theirs.shape[:2], dtype=torch.bool))
        same = len(marks) == len(their_marks)
        error = float(np.abs(features - theirs.numpy()).max()) if same else float("nan")
        print(case["file"], "tokens", len(marks), len(their_marks), f"feature error {error:.4f}", "ids agree", runtime.read(features, marks).ids == ids[0])


if __name__ == "__main__":
    main()
