"""Speak to the person at the terminal, in Chinese and English: nothing is installed yet."""

import sys
from typing import TextIO


def say(chinese: str, english: str) -> None:
    """Tell what is being done."""
    _write(sys.stdout, f"· {chinese} | {english}\n")


def complain(chinese: str, english: str) -> None:
    """Tell what went wrong and what to do about it."""
    _write(sys.stderr, f"\n✗ {chinese}\n  {english}\n\n")


def _write(stream: TextIO, text: str) -> None:
    """Write what the terminal's encoding can show, and question marks for the rest."""
    encoding = stream.encoding or "utf-8"
    stream.write(text.encode(encoding, "replace").decode(encoding))
    stream.flush()
