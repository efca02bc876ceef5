"""The typeface of the screen for files that leave it: as font files, and embedded in a document.

A document embeds only the characters that our texts use, so that it looks the same anywhere
without asking anyone for a font.
"""

from __future__ import annotations

from base64 import b64encode
from functools import lru_cache
from io import BytesIO

FAMILY = "Source Sans Pro"
# Latin letters with accents, and the signs of our texts.
CHARACTERS = "".join(map(chr, (*range(0x20, 0x7F), *range(0xA0, 0x100)))) + "–—‘’“”†•…≤≥−²τχ◆■"


def font_files() -> dict[int, str]:
    """Where the regular (400) and the bold (700) font lie."""
    import font_source_sans_pro

    files = font_source_sans_pro.font_files_ttf
    return {400: files["SourceSansPro"], 700: files["SourceSansProBold"]}


@lru_cache(maxsize=1)
def font_faces() -> str:
    """CSS that carries both fonts inside."""
    faces = {weight: b64encode(small_font(path)).decode() for weight, path in font_files().items()}
    return "".join(
        f"@font-face{{font-family:'{FAMILY}';font-weight:{weight};"
        f"src:url(data:font/woff;base64,{data}) format('woff')}}"
        for weight, data in faces.items()
    )


def small_font(path: str) -> bytes:
    """The font with our characters only, as WOFF."""
    from fontTools import subset

    options = subset.Options(flavor="woff", layout_features=["kern"], hinting=False)
    chosen = subset.Subsetter(options)
    chosen.populate(text=CHARACTERS)
    file = BytesIO()
    with subset.load_font(path, options) as font:
        chosen.subset(font)
        subset.save_font(font, file, options)
    return file.getvalue()
