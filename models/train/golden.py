"""Five fixed pictures with everything another runtime must reproduce: `python golden.py MODEL_FOLDER`.

For a model of handwriting they are written by hands that nobody trains on.
"""

import hashlib
import json
import random
import sys
from pathlib import Path

import numpy as np
from PIL import Image

from pictures import Pages, draw
from preprocess import crop, ink_of, to_pixels
from runtime import FormulaRuntime, grey_of
from vocabulary import Vocabulary

LOOKS = [  # pixels per em, ink colour, background colour
    (27.7, (0, 0, 0), (255, 255, 255)),
    (14.0, (20, 20, 20), (255, 255, 255)),
    (18.0, (212, 212, 212), (30, 30, 30)),
    (40.0, (0, 40, 120), (250, 245, 230)),
    (24.0, (0, 0, 0), (255, 255, 255)),
]


def main() -> None:
    model = Path(sys.argv[1])
    out = model / "golden"
    out.mkdir(exist_ok=True)
    runtime = FormulaRuntime(model)
    if runtime.handwriting:
        from handwriting.compose import Composer
        from handwriting.corpus import held_out_pages

        compose, nrng = Composer(held_out=True), np.random.default_rng(11)
        pages = [p for p in held_out_pages() if 4 <= len(p.ids) <= 16]
    else:
        pages = [p for p in Pages("val").pages if 8 <= len(p.ids) <= 40]
    cases = []
    for k, (page, (em, front, back)) in enumerate(zip(random.Random(11).sample(pages, len(LOOKS)), LOOKS, strict=True)):
        if runtime.handwriting:
            ink = compose.picture(page, nrng, 0.0)[0][..., None]
        else:
            ink = np.pad(draw(page, em)[0], 6).astype(np.float32)[..., None] / 255
        picture = Image.fromarray(np.round(ink * front + (1 - ink) * back).astype(np.uint8))
        picture.save(out / f"{k}.png", optimize=True)
        grey = grey_of(picture)
        cropped = crop(ink_of(grey))
        first_em = runtime.scale.em(cropped)
        pixels = to_pixels(cropped, first_em, runtime.handwriting)
        features, marks = runtime.see(grey)
        answer = runtime.read(features, marks)
        cases.append({
            "file": f"{k}.png", "first_em_px": round(first_em, 4), "pixel_values_shape": list(pixels.shape),
            "pixel_values_sum": round(float(pixels.sum()), 2),
            "pixel_values_rounded_sha256": hashlib.sha256(np.round(pixels * 32).astype(np.uint8).tobytes()).hexdigest(),
            "pixel_values_middle_row": [round(float(v), 4) for v in pixels[0, 0, pixels.shape[2] // 2]],
            "final_image_tokens": len(marks), "ids": answer.ids, "tokens": answer.tokens,
            "log_probabilities": [round(v, 4) for v in answer.log_probabilities], "confidence": round(answer.confidence, 4),
            "label": Vocabulary.load().decode(page.ids),
        })  # fmt: skip
    (out / "cases.json").write_text(json.dumps(cases, indent=1) + "\n")


if __name__ == "__main__":
    main()
