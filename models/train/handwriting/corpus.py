"""Which formulas people write by hand, and how often."""

from glyphs import glyph_name
from pictures import Page, Pages
from vocabulary import Vocabulary

LONGEST = 45
HELD_OUT = 1000
"""So many of the pupils' formulas (school.py) are not trained on."""
PRINT_ONLY = (
    r"\mathbf{", r"\mathfrak{", r"\mathscr{", r"\mathsf{", r"\mathtt{", r"\mathrm{", r"\text{", r"\textbf{", r"\textit{", r"\texttt{", r"\textsf{",
    r"\mathit{", r"\operatorname{", r"\substack{", r"\begin{array}", r"\begin{cases}", r"\begin{aligned}", r"\underbrace{", r"\qquad", r"\quad", "~", r"\ ",
)  # fmt: skip
"""Nobody can tell bold or upright letters, or how wide a space was meant to be, from a line of pen."""
_UNUSED = {i for i, t in enumerate(Vocabulary.load().tokens) if t in PRINT_ONLY}
_PUNCTUATION = {i for i, t in enumerate(Vocabulary.load().tokens) if t in (",", ".", ";")}
_TRAILERS = {"cmr:44", "cmr:46", "cmr:59"}
_PIECES = {*range(0x30, 0x44), 0x74, 0x75, 12, 13, 63}
"""Codes of the pieces that TeX builds very large delimiters of."""


def usable(page: Page) -> bool:
    if len(page.ids) > LONGEST or _UNUSED & set(page.ids) or _trails(page):
        return False
    extension = [k for k, (name, _) in enumerate(page.fonts) if name.startswith("cmex")]
    return not any(f in extension and c in _PIECES for f, c in zip(page.font.tolist(), page.code.tolist(), strict=True))


def _trails(page: Page) -> bool:
    """Whether the sentence's full stop or comma stands behind the formula."""
    last = int(page.xy[:, 0].argmax())
    name = glyph_name(page.fonts[page.font[last]][0], int(page.code[last]))
    return name in _TRAILERS and page.ids[-1] not in _PUNCTUATION


def weight(page: Page) -> float:
    """People write short formulas."""
    n = len(page.ids)
    return min(1.0, n / 4) * (1.0 if n <= 16 else (16 / n) ** 1.2)


def training_pages(limit: int) -> list[Page]:
    return [p for p in Pages("train", limit).pages + Pages("school").pages[HELD_OUT:] if usable(p)]


def held_out_pages() -> list[Page]:
    return [p for p in Pages("val").pages + Pages("school", HELD_OUT).pages[:HELD_OUT] if usable(p)]
