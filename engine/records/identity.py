"""Numbers that say who applies: a person's ID card (GB 11643) or a unified social credit code (GB 32100).

Both end with a check character, so a slip of the pen is seen at once.
"""

import unicodedata
from datetime import date
from typing import Final

from engine.words import LABEL, words

_ID_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECKS: Final = "10X98765432"
_CODE_SIGNS: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CODE_WEIGHTS: Final = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_LENGTH: Final = 18


def normalised(text: str) -> str:
    """The number without blanks, in half-width capitals: what two ways of writing it have in common."""
    return "".join(unicodedata.normalize("NFKC", text).split()).upper()


def fault(text: str) -> str | None:
    """What is wrong with a number, a sentence about %(label)s (`engine.words.about`); None where its check character is right."""
    number = normalised(text)
    if len(number) != _LENGTH:
        return words(
            "“%(label)s”应是 %(length)s 位的身份证号码或统一社会信用代码,现有 %(n)s 位",
            label=LABEL,
            length=_LENGTH,
            n=len(number),
        )
    if number[:17].isdigit() and number.isascii() and _is_born(number[6:14]):
        return None if number[17] in (id_check(number[:17]), code_check(number[:17])) else _SLIP
    if all(sign in _CODE_SIGNS for sign in number):
        return None if number[17] == code_check(number[:17]) else _SLIP
    return words("“%(label)s”里有身份证号码和统一社会信用代码都不会有的字符,请核对")


_SLIP: Final = words("“%(label)s”的校验位不对,多半是写错了一位,请核对")


def id_check(first: str) -> str:
    """The check character of an ID card's first 17 digits."""
    return _ID_CHECKS[sum(int(digit) * weight for digit, weight in zip(first, _ID_WEIGHTS, strict=True)) % 11]


def code_check(first: str) -> str:
    """The check character of a unified social credit code's first 17 characters."""
    if not all(sign in _CODE_SIGNS for sign in first):
        return ""
    pairs = zip(first, _CODE_WEIGHTS, strict=True)
    rest = sum(_CODE_SIGNS.index(sign) * weight for sign, weight in pairs) % 31
    return _CODE_SIGNS[(31 - rest) % 31]


def _is_born(digits: str) -> bool:
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:])).year >= 1850
    except ValueError:
        return False


def is_organisation(text: str) -> bool:
    """Whether a right number is an organisation's code rather than a person's."""
    number = normalised(text)
    return not (number[:17].isdigit() and _is_born(number[6:14]) and number[17] == id_check(number[:17]))


def masked(text: str) -> str:
    """The number as it may stand on a page others see: its ends only."""
    number = normalised(text)
    return f"{number[:3]}{'*' * max(len(number) - 5, 0)}{number[-2:]}"
