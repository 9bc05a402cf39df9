"""The numbers a process declares in its policy.yaml (政策参数): typed, bounded, each with its basis.

The county's own values stand in the database; here stand the defaults and what values are possible at all.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from engine import strict_yaml
from engine.words import CLAUSES, side_by_side, words

PRODUCT_DEFAULT: Final = words("产品默认")
"""The basis of a number for which no document gives one (rules.md, head of part A)."""

_KEYS: Final = frozenset(
    {"label", "type", "unit", "range", "choices", "default", "basis", "disputed", "note"}
)
_NAME: Final = re.compile(r"[A-Za-z][A-Za-z0-9_]*(\.[A-Za-z0-9_]+)*")
_MOST_DIGITS: Final = 18
_DURATION: Final = re.compile(r"(\d{1,6})\s*(wd|cd|min)")


class PolicyFileError(ValueError):
    """A policy.yaml that cannot be used; `problems` are (key, Chinese sentence), the key empty for the file."""

    def __init__(self, problems: list[tuple[str, str]]) -> None:
        said = [
            words("%(where)s:%(said)s", where=key, said=message) if key else message
            for key, message in problems
        ]
        super().__init__(side_by_side(said, CLAUSES))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class PolicyNumber:
    """One declared number.

    `type` is duration, integer, decimal, money, choice, date, text or boolean. A duration's value is text such
    as "5 cd" (wd working days, cd calendar days, min office minutes), money is a Decimal in yuan, a date is a
    date. `range` bounds counts and amounts, both ends included. `choices` are the values of a choice, each with
    the words that people read in its place. `basis` is a rule id, a clause, or 产品默认.
    """

    key: str
    label: str
    type: str
    default: Any
    unit: str | None = None
    range: tuple[Decimal, Decimal] | None = None
    choices: Mapping[str, str] = field(default_factory=dict)
    basis: str = PRODUCT_DEFAULT
    disputed: bool = False

    def accept(self, value: object) -> Any:
        """The value in this number's own type; raises ValueError with a Chinese sentence where it does not fit."""
        read = _READERS[self.type]
        accepted = read(value, self.unit, self.choices)
        if self.range is not None:
            low, high = self.range
            amount = _amount(accepted)
            if amount is None or not low <= amount <= high:
                raise ValueError(
                    words(
                        "%(value)s 不在允许的范围 %(low)s 至 %(high)s 之内", value=value, low=low, high=high
                    )
                )
        return accepted


def read_policy(raw: bytes) -> dict[str, PolicyNumber]:
    """The numbers a policy.yaml declares, by key. Raises PolicyFileError naming everything that is wrong."""
    numbers, problems = dict[str, PolicyNumber](), list[tuple[str, str]]()
    try:
        content = strict_yaml.load(raw.decode("utf-8"))
    except (strict_yaml.StrictYamlError, UnicodeDecodeError) as error:
        raise PolicyFileError([("", str(error))]) from error
    if content is None:
        return {}
    if not isinstance(content, dict):
        raise PolicyFileError([("", words("policy.yaml 应为“参数名: {…}”的列表"))])
    for key, entry in content.items():
        try:
            numbers[str(key)] = _number(str(key), entry)
        except ValueError as error:
            problems.append((str(key), str(error)))
    if problems:
        raise PolicyFileError(problems)
    return numbers


def _number(key: str, entry: object) -> PolicyNumber:
    if not _NAME.fullmatch(key):
        raise ValueError(words("参数名只用字母、数字、下划线和点,如 supervision.yellow.after"))
    if not isinstance(entry, dict):
        raise ValueError(words("参数应写成 {label: …, type: …, default: …}"))
    for problem in _shape(entry):
        raise ValueError(problem)
    number = PolicyNumber(
        key=key,
        label=str(entry["label"]),
        type=entry["type"],
        default=None,
        unit=str(entry["unit"]) if entry.get("unit") is not None else None,
        range=_range(entry.get("range")),
        choices=_choices(entry.get("choices")),
        basis=str(entry.get("basis") or PRODUCT_DEFAULT),
        disputed=entry.get("disputed") is True,
    )
    return _with_default(number, entry["default"])


def _choices(written: object) -> dict[str, str]:
    """Values with their words, `{keep: 当天判定}`; a list where each value is its own word."""
    if written is None:
        return {}
    if isinstance(written, Mapping):
        found = {_choice_text(value): str(said or "").strip() for value, said in written.items()}
    elif isinstance(written, list):
        found = {_choice_text(value): _choice_text(value) for value in written}
    else:
        raise ValueError(words("choices 应写成 {值: 说法} 或 [值, …]"))
    for value, said in found.items():
        if not said:
            raise ValueError(words("选项 %(value)s 没有写说法", value=value))
    return found


def _choice_text(value: object) -> str:
    """A choice as text; YAML reads a bare `on` and `off` as true and false."""
    return ("on" if value else "off") if isinstance(value, bool) else str(value)


def _with_default(number: PolicyNumber, default: object) -> PolicyNumber:
    values = {name: getattr(number, name) for name in PolicyNumber.__slots__}
    return PolicyNumber(**{**values, "default": number.accept(default)})


def _shape(entry: Mapping[str, object]) -> Iterator[str]:
    unknown = sorted(str(name) for name in entry if name not in _KEYS)
    if unknown:
        yield words(
            "不认识的项 %(unknown)s;可用:%(keys)s",
            unknown=side_by_side(unknown),
            keys=side_by_side(sorted(_KEYS)),
        )
    for name in ("label", "type", "default"):
        if entry.get(name) is None:
            yield words("缺少 %(name)s", name=name)
    kind = entry.get("type")
    if kind not in _READERS:
        yield words(
            "type “%(kind)s”不认识;可用:%(readers)s", kind=kind, readers=side_by_side(sorted(_READERS))
        )
    if kind == "choice" and not entry.get("choices"):
        yield words("type 为 choice 时要写 choices: {值: 说法}")
    if kind == "duration" and entry.get("unit") not in (None, "wd", "cd", "min"):
        yield words("duration 的 unit 只能是 wd(工作日)、cd(自然日)或 min(办公分钟)")


def _range(value: object) -> tuple[Decimal, Decimal] | None:
    if value is None:
        return None
    if not isinstance(value, list) or len(value) != 2:
        raise ValueError(words("range 应写成 [最小, 最大]"))
    low, high = (_decimal(item, None, ()) for item in value)
    if low > high:
        raise ValueError(words("range 的最小值 %(low)s 大于最大值 %(high)s", low=low, high=high))
    return low, high


def _amount(value: object) -> Decimal | None:
    if isinstance(value, str):
        found = _DURATION.fullmatch(value)
        return Decimal(found.group(1)) if found else None
    return Decimal(value) if isinstance(value, int | Decimal) and not isinstance(value, bool) else None


def _duration(value: object, unit: str | None, _: Collection[str]) -> str:
    text = f"{value} {unit}" if isinstance(value, int) and unit else str(value).strip()
    found = _DURATION.fullmatch(text)
    if not found:
        raise ValueError(words("“%(value)s”不是时长,应写成 7 wd、10 cd 或 60 min", value=value))
    return f"{int(found.group(1))} {found.group(2)}"


def _integer(value: object, _: str | None, __: Collection[str]) -> int:
    number = _decimal(value, None, ())
    if number != number.to_integral_value():
        raise ValueError(words("“%(value)s”不是整数", value=value))
    return int(number)


def _decimal(value: object, _: str | None, __: Collection[str]) -> Decimal:
    try:
        number = Decimal(str(value).strip())
    except InvalidOperation as error:
        raise ValueError(words("“%(value)s”不是数", value=value)) from error
    if isinstance(value, bool) or not number.is_finite():
        raise ValueError(words("“%(value)s”不是数", value=value))
    if number and abs(number.adjusted()) > _MOST_DIGITS:
        raise ValueError(words("“%(value)s”太大或太细", value=str(value)[:20]))
    return number


def _money(value: object, _: str | None, __: Collection[str]) -> Decimal:
    number = _decimal(value, None, ())
    if number < 0 or number != round(number, 2):
        raise ValueError(words("“%(value)s”不是金额:不得为负,最多两位小数", value=value))
    return number


def _choice(value: object, _: str | None, choices: Collection[str]) -> str:
    text = _choice_text(value)
    if text not in choices:
        raise ValueError(
            words("“%(text)s”不在可选值 %(choices)s 之中", text=text, choices=side_by_side(choices))
        )
    return text


def _date(value: object, _: str | None, __: Collection[str]) -> date:
    try:
        return value if type(value) is date else date.fromisoformat(str(value))
    except ValueError as error:
        raise ValueError(words("“%(value)s”不是日期,应写成 2026-01-31", value=value)) from error


def _text(value: object, _: str | None, __: Collection[str]) -> str:
    return str(value)


def _boolean(value: object, _: str | None, __: Collection[str]) -> bool:
    if not isinstance(value, bool):
        raise ValueError(words("“%(value)s”应为 true 或 false", value=value))
    return value


_READERS: Final[dict[str, Callable[[object, str | None, Collection[str]], Any]]] = {
    "duration": _duration,
    "integer": _integer,
    "decimal": _decimal,
    "money": _money,
    "choice": _choice,
    "date": _date,
    "text": _text,
    "boolean": _boolean,
}
