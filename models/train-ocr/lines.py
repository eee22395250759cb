"""Cuts lines of text, whole and in parts, out of rendered screenshots, and computes the recogniser's fixed features of them."""

import json
import random
from io import BytesIO
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
from PIL import Image, ImageOps

STRIP_HEIGHT = 48
FEATURES = 'p2o.pd_op.add.31.0'


def segments(words, rng):
    """The words of a row that one strip shows: mostly all, sometimes some, often just a mark."""
    draw = rng.random()
    if draw < 0.45 or len(words) == 1:
        return words
    if draw < 0.6:
        marks = [word for word in words if len(word['text']) <= 3]
        return [rng.choice(marks)] if marks else words
    first = rng.randrange(len(words))
    return words[first : first + rng.randint(1, 6)]


def cut(image, row, words, rng):
    """A strip [3, 48, width] of B, G, R in [-1, 1] as the detector would have boxed it, or None if it is too long."""
    _, y, _, height = row['box']
    left = words[0]['left'] - rng.uniform(0.02, 0.4) * height
    right = words[-1]['right'] + rng.uniform(0.02, 0.4) * height
    top = y - rng.uniform(-0.06, 0.16) * height
    bottom = y + height + rng.uniform(-0.06, 0.16) * height
    box = [max(0, round(left)), max(0, round(top)), min(image.width, round(right)), min(image.height, round(bottom))]
    if min(box[2] - box[0], box[3] - box[1]) < 4:
        return None
    crop = image.crop(box)
    if rng.random() < 0.3:
        buffer = BytesIO()
        crop.save(buffer, 'JPEG', quality=rng.randint(60, 95))
        crop = Image.open(buffer)
    if rng.random() < 0.1:
        crop = ImageOps.invert(crop)
    if rng.random() < 0.2:
        scale = rng.uniform(0.75, 1.3)
        crop = crop.resize((max(2, round(crop.width * scale)), max(2, round(crop.height * scale))), Image.BILINEAR)
    width = max(24, round(crop.width / crop.height * STRIP_HEIGHT))
    if width > 1400:
        return None
    strip = np.asarray(crop.resize((width, STRIP_HEIGHT), Image.BILINEAR), dtype=np.float32)
    return np.ascontiguousarray(strip[:, :, ::-1].transpose(2, 0, 1)) / 127.5 - 1


def examples(pictures, seed, per_row=2):
    """Pairs of strip and text."""
    rng = random.Random(seed)
    folder = Path(pictures)
    for picture in json.loads((folder / 'training.json').read_text()):
        image = Image.open(folder / f'{picture["name"]}.png').convert('RGB')
        for row in (row for block in picture['truth']['blocks'] for row in block):
            for _ in range(per_row):
                words = segments(row['words'], rng)
                strip = cut(image, row, words, rng)
                if strip is not None:
                    yield strip, ' '.join(word['text'] for word in words)


class Features:
    """The part of the network that stays as published."""

    def __init__(self, model, threads=2):
        graph = onnx.load(model)
        graph.graph.output.append(onnx.helper.make_tensor_value_info(FEATURES, onnx.TensorProto.FLOAT, None))
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.log_severity_level = 3
        self.session = onnxruntime.InferenceSession(graph.SerializeToString(), options, ['CPUExecutionProvider'])

    def __call__(self, strip):
        """Features [160, 3, width / 4] and probabilities [steps, classes]."""
        features, probabilities = self.session.run([FEATURES, 'fetch_name_0'], {'x': strip[None]})
        return features[0].astype(np.float16), probabilities[0]
