"""The exported model behind one call, as an engine runs it: picture → LaTeX tokens. The reference for other runtimes."""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnxruntime as ort
from PIL import Image

from glyphs import Classes
from preprocess import (
    HANDWRITING_SCALE_FILE,
    SCALE_FILE,
    ScaleGuess,
    crop,
    ink_of,
    rescaled_em,
    to_pixels,
)
from vocabulary import BOS, EOS, Vocabulary


@dataclass
class Answer:
    ids: list[int]
    log_probabilities: list[float]
    """One for every id, and one for the end."""
    tokens: list[str]
    marks: np.ndarray

    @property
    def confidence(self) -> float:
        return float(np.exp(np.mean(self.log_probabilities)))


def grey_of(image: Image.Image) -> np.ndarray:
    """Luminance 0..1 on white: 0.299 R + 0.587 G + 0.114 B, transparent pixels blended with white."""
    rgba = np.asarray(image.convert("RGBA"), dtype=np.float32) / 255
    luminance = rgba[..., :3] @ np.array([0.299, 0.587, 0.114], np.float32)
    return luminance * rgba[..., 3] + (1 - rgba[..., 3])


class FormulaRuntime:
    def __init__(self, folder: Path, threads: int = 2) -> None:
        options = ort.SessionOptions()
        options.intra_op_num_threads = threads
        options.log_severity_level = 3
        # Without it int8 products overflow on x86 processors without VNNI.
        options.add_session_config_entry("session.x64quantprecision", "1")
        open_ = lambda n: ort.InferenceSession(str(folder / f"{n}.onnx"), options, providers=["CPUExecutionProvider"])
        self.vision, self.embed, self.decoder = open_("vision_encoder"), open_("embed_tokens"), open_("decoder_model_merged")
        self.past = [i for i in self.decoder.get_inputs() if i.name.startswith("past_key_values")]
        self.handwriting = "pen_px" in json.loads((folder / "config.json").read_text())["preprocessing"]
        self.scale = ScaleGuess.load(HANDWRITING_SCALE_FILE if self.handwriting else SCALE_FILE)
        self.vocabulary, names = Vocabulary.load(), Classes.load().names
        self.glyph = np.array([":" in n and not n.startswith(("cmex", "bar", "vert")) for n in names])

    def see(self, grey: np.ndarray, em: float | None = None) -> tuple[np.ndarray, np.ndarray] | None:
        """→ (image features, marks), at the guessed scale or, where the marks disagree with it, at theirs."""
        ink = ink_of(grey)
        if ink is None:
            return None
        ink = crop(ink)
        em = em or self.scale.em(ink)
        for _ in range(2):
            features, marks = self.vision.run(None, {"pixel_values": to_pixels(ink, em, self.handwriting)})
            sure = marks[(marks[:, 4] > 0.5) & self.glyph[marks[:, 3].astype(int)]]
            better = rescaled_em(em, sure[:, 2].tolist())
            if better is None:
                break
            em = better
        else:
            features, marks = self.vision.run(None, {"pixel_values": to_pixels(ink, em, self.handwriting)})
        return features, marks

    def read(self, features: np.ndarray, marks: np.ndarray, limit: int = 300) -> Answer:
        embeds = np.concatenate([features, self.embed.run(None, {"input_ids": np.array([[BOS]])})[0]], 1)
        past = {i.name: np.zeros((1, i.shape[1], 0, i.shape[3]), np.float32) for i in self.past}
        ids: list[int] = []
        logs: list[float] = []
        total = 0
        while len(ids) < limit:
            n = embeds.shape[1]
            total += n
            logits, *present = self.decoder.run(None, {
                "inputs_embeds": embeds, "attention_mask": np.ones((1, total), np.int64),
                "position_ids": np.arange(total - n, total)[None], **past,
            })  # fmt: skip
            last = logits[0, -1].astype(np.float64)
            best = int(last.argmax())
            logs.append(float(last[best] - last.max() - np.log(np.exp(last - last.max()).sum())))
            if best == EOS:
                break
            ids.append(best)
            past = {i.name: p for i, p in zip(self.past, present, strict=True)}
            embeds = self.embed.run(None, {"input_ids": np.array([[best]])})[0]
        return Answer(ids, logs, self.vocabulary.decode(ids), marks)

    def __call__(self, image: Image.Image) -> Answer | None:
        seen = self.see(grey_of(image))
        return None if seen is None else self.read(*seen)
