"""Limits as the diagram writes them, in the office's words."""

from collections.abc import Mapping
from typing import Final

from engine.definitions.policy import PolicyFileError, PolicyNumber, read_policy

_UNITS: Final = {"wd": "个工作日", "cd": "个自然日", "min": "个办公分钟"}


def numbers_in(files: Mapping[str, bytes]) -> dict[str, PolicyNumber]:
    """The numbers that a folder declares; none where it has none or they cannot be read, which the gate says."""
    try:
        return read_policy(files["policy.yaml"]) if "policy.yaml" in files else {}
    except PolicyFileError:
        return {}


def limit_words(text: str, numbers: Mapping[str, PolicyNumber]) -> str:
    """The ways of writing a limit (`policy:…|7 wd`) in words, the county's numbers by their default."""
    return ",没有的按 ".join(_one(part.strip(), numbers) for part in text.split("|"))


def amount_words(text: str) -> str:
    """「7 wd」 as 「7 个工作日」; anything else as it is."""
    count, _, unit = text.partition(" ")
    return f"{count} {_UNITS[unit]}" if unit in _UNITS else text


def _one(part: str, numbers: Mapping[str, PolicyNumber]) -> str:
    number = numbers.get(part.removeprefix("policy:"))
    if part.startswith("policy:") and number is not None:
        return amount_words(str(number.default))
    return "办件写明的期限" if part.startswith("=") else amount_words(part)
