"""The program that `engine.definitions.raster` runs: drawings in, pictures out, as JSON."""

import sys
from base64 import b64encode

import orjson
import resvg_py

_ONE = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20"><text y="18" font-size="18" '
    'font-family="sans-serif">办</text></svg>'
)


def chinese_shows(*, system_fonts: bool = True) -> bool:
    """Whether this machine has a font that Chinese can be drawn in."""
    word, nothing = (
        bytes(resvg_py.svg_to_bytes(svg_string=svg, skip_system_fonts=not system_fonts))
        for svg in (_ONE, _ONE.replace("办", ""))
    )
    return word != nothing


def _main() -> None:
    asked = orjson.loads(sys.stdin.buffer.read()) if chinese_shows() else []
    pictures = [resvg_py.svg_to_bytes(svg_string=svg, zoom=zoom, background="white") for svg, zoom in asked]
    sys.stdout.buffer.write(orjson.dumps([b64encode(bytes(each)).decode() for each in pictures]))


if __name__ == "__main__":
    _main()
