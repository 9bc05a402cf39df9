"""SVG drawings as PNG pictures, for papers: office programs of all makes show PNG."""

import subprocess
import sys
from base64 import b64decode
from collections.abc import Sequence
from math import sqrt
from typing import Final

import orjson
from lxml import etree

_SHARPEST: Final = 2.0
_MOST_PIXELS: Final = 9_000_000
_PATIENCE: Final = 120
"""Seconds."""


class NoPng(Exception):
    """Drawings could not be made into pictures, since this machine has no Chinese font or not the part for it."""


def size_of(svg: str) -> tuple[float, float]:
    """Width and height of a drawing, in its pixels."""
    root = etree.fromstring(svg.encode())
    return float(root.get("width", "1")), float(root.get("height", "1"))


def strip_of(svg: str, left: float, right: float) -> str:
    """What a drawing shows between two shares of its width."""
    root = etree.fromstring(svg.encode())
    x, y, width, height = (float(each) for each in root.get("viewBox", "").split())
    root.set("viewBox", f"{x + width * left:g} {y:g} {width * (right - left):g} {height:g}")
    root.set("width", f"{width * (right - left):g}")
    return etree.tostring(root, encoding="unicode")


def png_pictures(drawings: Sequence[str]) -> list[bytes]:
    """Each SVG drawing as PNG, twice as fine as it was drawn unless that makes it too large.

    Made by a program of its own, since a large one takes seconds in which the pages would stand still. Raises NoPng.
    """
    asked = [(svg, _fineness(*size_of(svg))) for svg in drawings]
    try:
        done = subprocess.run(
            [sys.executable, "-m", "engine.definitions.rasterizer"],
            input=orjson.dumps(asked),
            capture_output=True,
            timeout=_PATIENCE,
            check=True,
        )
    except (subprocess.SubprocessError, OSError) as error:
        raise NoPng(str(error)) from error
    pictures = [b64decode(each) for each in orjson.loads(done.stdout)]
    if len(pictures) < len(drawings):
        raise NoPng
    return pictures


def _fineness(width: float, height: float) -> float:
    return min(_SHARPEST, sqrt(_MOST_PIXELS / max(1, width * height)))
