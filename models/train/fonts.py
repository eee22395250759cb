"""Type 1 outlines of the fonts TeX used: ink boxes and grey bitmaps of single glyphs."""

import functools
import re
import subprocess

import freetype
import numpy as np


@functools.cache
def face(name: str) -> freetype.Face:
    path = subprocess.run(["kpsewhich", name + ".pfb"], capture_output=True, text=True, check=False).stdout.strip()
    if not path:
        raise FileNotFoundError(f"no Type 1 outlines for the TeX font {name}")
    f = freetype.Face(path)
    for charmap in f.charmaps:
        if charmap.encoding == freetype.FT_ENCODING_ADOBE_CUSTOM:
            f.set_charmap(charmap)
    return f


def family(name: str) -> str:
    """cmmi7 → cmmi: the glyph classes do not depend on the optical size."""
    return re.sub(r"\d+$", "", name)


@functools.cache
def ink_box(name: str, code: int) -> tuple[float, float, float, float]:
    """(left, top, right, bottom) of the ink in em, relative to the origin on the baseline, y down. Zeros when blank."""
    f = face(name)
    f.load_glyph(f.get_char_index(code), freetype.FT_LOAD_NO_SCALE | freetype.FT_LOAD_NO_HINTING)
    box = f.glyph.outline.get_bbox()
    return box.xMin / 1000, -box.yMax / 1000, box.xMax / 1000, -box.yMin / 1000


@functools.lru_cache(maxsize=200_000)
def bitmap(name: str, code: int, size_64: int, phase_x: int, phase_y: int) -> tuple[np.ndarray, int, int]:
    """(coverage u8 [h, w], left, top) at size_64/64 px per em, origin shifted right and down by phase/4 px.

    left and top are the bitmap's offset from the (integer) origin pixel, y down.
    """
    f = face(name)
    f.set_char_size(size_64, size_64, 72, 72)
    f.set_transform(freetype.Matrix(0x10000, 0, 0, 0x10000), freetype.Vector(phase_x * 16, -phase_y * 16))
    f.load_glyph(f.get_char_index(code), freetype.FT_LOAD_NO_HINTING | freetype.FT_LOAD_NO_BITMAP | freetype.FT_LOAD_RENDER)
    glyph = f.glyph
    b = glyph.bitmap
    pixels = np.array(b.buffer, dtype=np.uint8).reshape(b.rows, b.pitch)[:, : b.width] if b.rows else np.zeros((0, 0), np.uint8)
    return pixels.copy(), glyph.bitmap_left, -glyph.bitmap_top
