"""The numbers a process declares: typed, bounded, with a basis."""

import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from engine.definitions.limit_words import number_words
from engine.definitions.policy import PRODUCT_DEFAULT, PolicyFileError, read_policy

TEXT = """
supervision.yellow.after:
  label: 到期后多久发黄色督办单
  type: duration
  unit: cd
  range: [1, 30]
  default: 5
  basis: SD-05
  disputed: true
supervision.blue.issue: {label: 蓝单如何发, type: choice, choices: {auto: 自动发, confirm: 确认后发}, default: auto}
deemed.scope: {label: 默许范围, type: choice, choices: ["off", opinion], default: off}
mobile.rank: {label: 手机端排名, type: choice, choices: {on: 显示, off: 不显示}, default: off}
bonus.amount: {label: 奖金, type: money, default: 10000.50, range: [0, 20000]}
kpi.rate: {label: 现场办结率, type: integer, default: 90}
report.on: {label: 报送日, type: date, default: 2026-03-31}
mobile.scores: {label: 手机端显示积分, type: boolean, default: false}
"""


def test_numbers_are_read_in_their_types() -> None:
    numbers = read_policy(TEXT.encode())
    yellow = numbers["supervision.yellow.after"]
    assert (yellow.default, yellow.basis, yellow.disputed) == ("5 cd", "SD-05", True)
    assert numbers["supervision.blue.issue"].default == "auto"
    assert numbers["supervision.blue.issue"].basis == PRODUCT_DEFAULT
    assert numbers["deemed.scope"].default == "off"
    assert numbers["bonus.amount"].default == Decimal("10000.5")
    assert numbers["kpi.rate"].default == 90
    assert numbers["report.on"].default == date(2026, 3, 31)
    assert numbers["mobile.scores"].default is False


def test_a_choice_is_said_in_words() -> None:
    """People read the words, the value is for conditions; a list where a value is its own word."""
    numbers = read_policy(TEXT.encode())
    said = {key: number_words(number, number.default) for key, number in numbers.items()}
    assert said["supervision.blue.issue"] == "自动发"
    assert said["deemed.scope"] == "off"
    assert said["mobile.rank"] == "不显示"
    assert said["mobile.scores"] == "否"
    assert str(said["supervision.yellow.after"]) == "5 个自然日"


def test_every_choice_of_the_library_has_words() -> None:
    for file in sorted((Path(__file__).parents[3] / "processes").glob("*/policy.yaml")):
        for number in read_policy(file.read_bytes()).values():
            for words in number.choices.values():
                assert not re.search("[a-z]{2}", words), f"{file.parent.name}: {number.key}: {words}"


@pytest.mark.parametrize("value", ["31 cd", "0 cd", "5 days", "", None, True])
def test_a_value_outside_its_type_or_range_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_policy(TEXT.encode())["supervision.yellow.after"].accept(value)


@pytest.mark.parametrize("value", ["1 cd", "30 cd", "7 wd", 12])
def test_a_value_inside_is_accepted(value: object) -> None:
    assert read_policy(TEXT.encode())["supervision.yellow.after"].accept(value)


@pytest.mark.parametrize(
    "text",
    [
        "x: {label: 甲, type: duration, default: soon}",
        "x: {label: 甲, type: integer, default: 1.5}",
        "x: {label: 甲, type: money, default: -1}",
        "x: {label: 甲, type: money, default: 1.005}",
        "x: {label: 甲, type: choice, default: a}",
        "x: {label: 甲, type: choice, choices: {a: }, default: a}",
        "x: {label: 甲, type: choice, choices: a, default: a}",
        "x: {label: 甲, type: choice, choices: [a], default: b}",
        "x: {label: 甲, type: boolean, default: maybe}",
        "x: {label: 甲, type: date, default: 2026-02-30}",
        "x: {label: 甲, type: colour, default: red}",
        "x: {label: 甲, type: integer, default: 5, range: [9, 1]}",
        "x: {label: 甲, type: integer, default: 5, range: [6, 9]}",
        "x: {label: 甲, type: integer}",
        "x: {type: integer, default: 1}",
        "x: {label: 甲, type: integer, default: 1, colour: red}",
        "x: 5",
        "1x: {label: 甲, type: integer, default: 1}",
        "[]",
        "x: [",
        "x: {label: 甲, type: integer, default: 1}\nx: {label: 乙, type: integer, default: 1}",
    ],
)
def test_a_wrong_declaration_is_refused(text: str) -> None:
    with pytest.raises(PolicyFileError) as caught:
        read_policy(text.encode())
    assert caught.value.problems


def test_every_wrong_number_is_named() -> None:
    text = "a: {label: 甲, type: integer, default: x}\nb: {label: 乙, type: date, default: y}"
    with pytest.raises(PolicyFileError) as caught:
        read_policy(text.encode())
    assert [key for key, _ in caught.value.problems] == ["a", "b"]
