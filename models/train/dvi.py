"""Read a DVI file: every glyph with its font, code, size and position, and every rule.

The format is described in "The DVI file format" (D. Fuchs, TUGboat 3.2, 1982; also `tex.web` part 31).
Positions are in scaled points (sp, 65536 per TeX point) from the page origin, y growing downwards.
"""

import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

SP_PER_PT = 65536.0


@dataclass
class Page:
    """One shipped-out box. `number` is \\count0."""

    number: int
    glyphs: list[tuple[int, int, int, int]] = field(default_factory=list)
    """(font number, code, x sp, y sp of the baseline)"""
    rules: list[tuple[int, int, int, int]] = field(default_factory=list)
    """(x sp, y sp of the bottom edge, width sp, height sp)"""


@dataclass(frozen=True)
class Font:
    name: str
    size_pt: float


def _tfm_widths(data: bytes) -> dict[int, int]:
    """Code → width as a fix-word (fraction of the design size × 2^20), from a TFM file."""
    _, lh, bc, ec, nw = struct.unpack(">5H", data[:10])
    char_info = 24 + lh * 4
    widths = char_info + (ec - bc + 1) * 4
    table = struct.unpack(f">{nw}i", data[widths : widths + 4 * nw])
    return {c: table[data[char_info + 4 * (c - bc)]] for c in range(bc, ec + 1)}


class DviReader:
    """Iterates over the pages of a DVI file; `fonts` maps font numbers to what was loaded."""

    def __init__(self, data: bytes, find_tfm: Callable[[str], bytes]) -> None:
        """`find_tfm(name)` returns the bytes of a TFM file."""
        self.data = data
        self.find_tfm = find_tfm
        self.fonts: dict[int, Font] = {}
        self._advance: dict[int, dict[int, int]] = {}

    def _define_font(self, pos: int, k: int) -> int:
        d = self.data
        number = int.from_bytes(d[pos : pos + k], "big")
        pos += k + 4
        scale = int.from_bytes(d[pos : pos + 4], "big")
        pos += 8
        a, length = d[pos], d[pos + 1]
        name = d[pos + 2 + a : pos + 2 + a + length].decode("ascii")
        if number not in self.fonts:
            self.fonts[number] = Font(name, scale / SP_PER_PT)
            self._advance[number] = {c: w * scale >> 20 for c, w in _tfm_widths(self.find_tfm(name)).items()}
        return pos + 2 + a + length

    def pages(self) -> Iterator[Page]:
        d = self.data
        pos = 0
        page = Page(0)
        h = v = w = x = y = z = 0
        font = 0
        advance: dict[int, int] = {}
        stack: list[tuple[int, int, int, int, int, int]] = []
        signed = int.from_bytes
        while True:
            op = d[pos]
            pos += 1
            if op < 128:
                page.glyphs.append((font, op, h, v))
                h += advance.get(op, 0)
            elif 171 <= op <= 234:
                font = op - 171
                advance = self._advance[font]
            elif op == 141:
                stack.append((h, v, w, x, y, z))
            elif op == 142:
                h, v, w, x, y, z = stack.pop()
            elif 143 <= op <= 146:
                k = op - 142
                h += signed(d[pos : pos + k], "big", signed=True)
                pos += k
            elif 147 <= op <= 151:
                k = op - 147
                if k:
                    w = signed(d[pos : pos + k], "big", signed=True)
                    pos += k
                h += w
            elif 152 <= op <= 156:
                k = op - 152
                if k:
                    x = signed(d[pos : pos + k], "big", signed=True)
                    pos += k
                h += x
            elif 157 <= op <= 160:
                k = op - 156
                v += signed(d[pos : pos + k], "big", signed=True)
                pos += k
            elif 161 <= op <= 165:
                k = op - 161
                if k:
                    y = signed(d[pos : pos + k], "big", signed=True)
                    pos += k
                v += y
            elif 166 <= op <= 170:
                k = op - 166
                if k:
                    z = signed(d[pos : pos + k], "big", signed=True)
                    pos += k
                v += z
            elif op == 132 or op == 137:
                a = signed(d[pos : pos + 4], "big", signed=True)
                b = signed(d[pos + 4 : pos + 8], "big", signed=True)
                pos += 8
                if a > 0 and b > 0:
                    page.rules.append((h, v, b, a))
                if op == 132:
                    h += b
            elif 128 <= op <= 131 or 133 <= op <= 136:
                k = (op - 127) if op < 132 else (op - 132)
                code = signed(d[pos : pos + k], "big")
                pos += k
                page.glyphs.append((font, code, h, v))
                if op < 132:
                    h += advance.get(code, 0)
            elif op == 139:
                page = Page(signed(d[pos : pos + 4], "big", signed=True))
                pos += 44
                h = v = w = x = y = z = 0
                stack.clear()
            elif op == 140:
                yield page
            elif 235 <= op <= 238:
                k = op - 234
                font = signed(d[pos : pos + k], "big")
                advance = self._advance[font]
                pos += k
            elif 239 <= op <= 242:
                k = op - 238
                pos += k + signed(d[pos : pos + k], "big")
            elif 243 <= op <= 246:
                pos = self._define_font(pos, op - 242)
            elif op == 247:
                pos += 13
                pos += 1 + d[pos]
            elif op == 248:
                return
