"""Where working files live: outside the repository, so that data and checkpoints are never committed."""

import os
from pathlib import Path

CACHE = Path(os.environ.get("PIXELSCRIBE_FORMULA_CACHE", Path.home() / ".cache/pixelscribe/formula"))
"""Shards, checkpoints and logs. May be deleted; everything in it can be made again."""

PAGES = CACHE / "pages"
CHECKPOINTS = CACHE / "checkpoints"
LOGS = CACHE / "logs"
HANDWRITING = CACHE / "handwriting"
"""Fonts, strokes and checkpoints of the reader of handwriting."""
