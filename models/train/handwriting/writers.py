"""Who writes: pen strokes of single characters from handwriting fonts and from TeX's own glyphs: `python -m handwriting.writers` fills the cache.

The fonts come from npm: `npm install --ignore-scripts` with this folder's package.json in `$PIXELSCRIBE_FORMULA_CACHE/handwriting/fonts`.
"""

import pickle
from dataclasses import dataclass
from pathlib import Path

import freetype
import numpy as np

from fonts import face
from glyphs import Classes
from handwriting.strokes import Stroke, centre_lines
from paths import HANDWRITING

FONTS = HANDWRITING / "fonts/node_modules/@fontsource"
STROKES_FILE = HANDWRITING / "strokes.pkl"
EM_PX = 110
HELD_OUT = (
    "bad-script", "coming-soon", "delius", "nanum-pen-script", "nothing-you-could-do", "playwrite-at", "the-girl-next-door", "zen-kurenaido", "zeyada",
)  # fmt: skip
"""Fonts that nobody trains on."""
CAPITALS_ONLY = ("amatic-sc", "patrick-hand-sc", "permanent-marker", "rock-salt")
"""Fonts whose small letters are capitals too: those would be shown under the wrong name."""

LETTERS = [chr(c) for c in (*range(65, 91), *range(97, 123))]
DIGITS = [chr(c) for c in range(48, 58)]
LETTER_FAMILIES = ("cmmi", "cmr", "cmti", "cmss", "cmtt")
SIGNS = {
    "+": "cmr:43", "=": "cmr:61", "(": "cmr:40", ")": "cmr:41", "[": "cmr:91", "]": "cmr:93", "/": "cmmi:61", "!": "cmr:33",
    ",": "cmr:44", ":": "cmr:58", ";": "cmr:59", "{": "cmsy:102", "}": "cmsy:103", "|": "cmsy:106", "<": "cmmi:60", ">": "cmmi:62",
    "×": "cmsy:2", "÷": "cmsy:4", "±": "cmsy:6", "%": "cmr:37", "∂": "cmmi:64", "∞": "cmsy:49", "≤": "cmsy:20", "≥": "cmsy:21",
    "∑": "cmex:80", "∏": "cmex:81", "∫": "cmex:82", "→": "cmsy:33", "∈": "cmsy:50", "∇": "cmsy:114", "≡": "cmsy:17", "∩": "cmsy:92", "∪": "cmsy:91",
}  # fmt: skip
GREEK = dict(zip("αβγδεζηθικλμνξπρστυφχψω", range(11, 34), strict=True)) | {"ε": 34, "ϵ": 15, "ϕ": 30, "φ": 39, "ϑ": 35}
GREEK_CAPITALS = dict(zip("ΓΔΘΛΞΠΣΥΦΨΩ", range(11), strict=True))
AS_WRITTEN = {f"cmex:{large}": SIGNS[char] for char, sizes in {
    "∑": [88], "∏": [89], "∫": [90], "(": [0, 16, 18, 32], ")": [1, 17, 19, 33],
    "[": [2, 20, 34, 104], "]": [3, 21, 35, 105], "{": [8, 26, 40, 110], "}": [9, 27, 41, 111],
}.items() for large in sizes}  # fmt: skip
"""TeX has larger forms of these for displays and around tall formulas; a pen has one."""
FILE_SUBSETS = ("latin", "greek", "math")


def classes_of(char: str) -> list[str]:
    """The mark classes that a hand writes as this character."""
    if char in LETTERS:
        return [f"{family}:{ord(char)}" for family in LETTER_FAMILIES]
    if char in DIGITS:
        return [f"{family}:{ord(char)}" for family in LETTER_FAMILIES[1:]]
    if char in GREEK:
        return [f"cmmi:{GREEK[char]}"]
    if char in GREEK_CAPITALS:
        return [f"cmr:{GREEK_CAPITALS[char]}"]
    return [SIGNS[char]]


@dataclass
class Shape:
    """Strokes in a box of width x height (any unit), from its top-left corner."""

    strokes: list[Stroke]
    width: float
    height: float


def shape_of(outline: freetype.Face, index: int) -> Shape | None:
    outline.set_char_size(EM_PX * 64, EM_PX * 64, 72, 72)
    outline.load_glyph(index, freetype.FT_LOAD_NO_HINTING | freetype.FT_LOAD_NO_BITMAP | freetype.FT_LOAD_RENDER)
    b = outline.glyph.bitmap
    if not b.rows or not b.width:
        return None
    filled = np.array(b.buffer, np.uint8).reshape(b.rows, b.pitch)[:, : b.width] > 127
    return boxed(centre_lines(filled)) if filled.any() else None


def boxed(strokes: list[Stroke]) -> Shape | None:
    if not strokes:
        return None
    points = np.concatenate(strokes)
    low, high = points.min(0), points.max(0)
    return Shape([(s - low).astype(np.float32) for s in strokes], float(high[0] - low[0]), float(high[1] - low[1]))


def font_shapes(folder: Path) -> dict[str, Shape]:
    """Class → shape, of one handwriting font."""
    shapes: dict[str, Shape] = {}
    wanted = [*LETTERS, *DIGITS, *SIGNS, *GREEK, *GREEK_CAPITALS]
    if folder.name in CAPITALS_ONLY:
        wanted = [char for char in wanted if not char.islower()]
    for subset in FILE_SUBSETS:
        files = sorted(folder.glob(f"files/*-{subset}-[34]00-normal.woff"))
        if not files:
            continue
        outline = freetype.Face(str(files[0]))
        for char in wanted:
            index = outline.get_char_index(char)
            shape = shape_of(outline, index) if index else None
            for name in classes_of(char) if shape else ():
                shapes.setdefault(name, shape)
    return shapes


TEX_FONTS = {family: family + "10" for family in ("cmmi", "cmr", "cmsy", "cmex", "msam", "msbm", "eufm", "rsfs", "cmti", "cmss", "cmtt")}


def tex_shapes() -> dict[str, Shape]:
    shapes = {}
    for name in Classes.load().names:
        family, _, code = name.partition(":")
        if family in TEX_FONTS:
            outline = face(TEX_FONTS[family])
            shape = shape_of(outline, outline.get_char_index(int(code)))
            if shape:
                shapes[name] = shape
    return shapes


class Writers:
    """All hands; `held_out` has those nobody trains on."""

    def __init__(self, held_out: bool = False) -> None:
        data = pickle.loads(STROKES_FILE.read_bytes())
        self.held_out = held_out
        self.tex: dict[str, Shape] = _unpacked(data["tex"])
        self.hands: list[dict[str, Shape]] = [_unpacked(h) for name, h in data["hands"].items() if (name in HELD_OUT) == held_out]
        self.by_class: dict[str, list[dict[str, Shape]]] = {}
        for own in self.hands:
            for name in own:
                self.by_class.setdefault(name, []).append(own)

    def who_write(self, name: str) -> list[dict[str, Shape]]:
        return self.by_class.get(name, [])


def _packed(shapes: dict[str, Shape]) -> dict[str, tuple]:
    return {name: (s.strokes, s.width, s.height) for name, s in shapes.items()}


def _unpacked(shapes: dict[str, tuple]) -> dict[str, Shape]:
    return {name: Shape(*s) for name, s in shapes.items()}


def main() -> None:
    hands = {}
    for folder in sorted(FONTS.iterdir()):
        hands[folder.name] = _packed(font_shapes(folder))
        print(folder.name, len(hands[folder.name]), flush=True)
    STROKES_FILE.write_bytes(pickle.dumps({"tex": _packed(tex_shapes()), "hands": hands}))


if __name__ == "__main__":
    main()
