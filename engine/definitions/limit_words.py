"""Limits as the diagram writes them, in the office's words."""

from collections.abc import Mapping
from typing import Final

from engine.definitions.policy import PolicyFileError, PolicyNumber, read_policy
from engine.words import side_by_side, words

_UNITS: Final = {"wd": words("个工作日"), "cd": words("个自然日"), "min": words("个办公分钟")}
_ELSE: Final = words(",没有的按 ")


def numbers_in(files: Mapping[str, bytes]) -> dict[str, PolicyNumber]:
    """The numbers that a folder declares; none where it has none or they cannot be read, which the gate says."""
    try:
        return read_policy(files["policy.yaml"]) if "policy.yaml" in files else {}
    except PolicyFileError:
        return {}


def limit_words(text: str, numbers: Mapping[str, PolicyNumber]) -> str:
    """The ways of writing a limit (`policy:…|7 wd`) in words, the county's numbers by their default."""
    return side_by_side((_one(part.strip(), numbers) for part in text.split("|")), _ELSE)


def amount_words(text: str) -> str:
    """「7 wd」 as 「7 个工作日」; anything else as it is."""
    count, _, unit = text.partition(" ")
    return side_by_side((count, _UNITS[unit]), " ") if unit in _UNITS else text


def number_words(number: PolicyNumber, value: object) -> str:
    """A value of a declared number as people say it: a duration with its unit, a choice by its words."""
    if number.type == "choice":
        return number.choices.get(str(value), str(value))
    if isinstance(value, bool):
        return words("是") if value else words("否")
    return amount_words(str(value))


def _one(part: str, numbers: Mapping[str, PolicyNumber]) -> str:
    number = numbers.get(part.removeprefix("policy:"))
    if part.startswith("policy:") and number is not None:
        return amount_words(str(number.default))
    return words("办件写明的期限") if part.startswith("=") else amount_words(part)
