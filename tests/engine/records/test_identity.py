"""Numbers of persons and organisations: the check character catches a slip of the pen. Every number is invented."""

from __future__ import annotations

import pytest

from engine.records.identity import code_check, fault, id_check, is_organisation, masked, normalised

PERSON = "99010119900101001" + id_check("99010119900101001")
FIRM = "91990100MA0000001" + code_check("91990100MA0000001")


def test_right_numbers_pass_however_they_are_written() -> None:
    assert fault(PERSON) is None
    assert fault(FIRM) is None
    assert fault(" 91990100 ma000000１" + FIRM[-1].lower()) is None
    assert normalised(" 91990100 ma000000１" + FIRM[-1].lower()) == FIRM
    assert (is_organisation(PERSON), is_organisation(FIRM)) == (False, True)


def test_known_check_characters() -> None:
    """Worked by hand: GB 11643 over zeros but the last weight, GB 32100 over zeros."""
    assert id_check("0" * 17) == "1"
    assert id_check("0" * 16 + "1") == _ID[2]
    assert code_check("0" * 17) == "0"
    assert code_check("1" + "0" * 16) == "Y"


_ID = "10X98765432"


@pytest.mark.parametrize("place", range(18))
@pytest.mark.parametrize("right", [PERSON, FIRM])
def test_one_wrong_digit_is_seen(right: str, place: int) -> None:
    if not right[place].isdigit():
        return
    wrong = right[:place] + str((int(right[place]) + 1) % 10) + right[place + 1 :]
    assert fault(wrong) is not None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("123", "现有 3 位"),
        ("", "现有 0 位"),
        ("I" * 18, "字符"),
        ("零" * 18, "字符"),
        (PERSON + "1", "19 位"),
    ],
)
def test_what_cannot_be_is_said(text: str, words: str) -> None:
    assert words in str(fault(text))


def test_pages_show_the_ends_only() -> None:
    assert masked(PERSON) == "990*************" + PERSON[-2:]
    assert masked("990101") == "990*01"
