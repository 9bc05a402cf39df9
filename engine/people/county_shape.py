"""What may stand where in `county.yaml`: fields and their types, before names are looked up."""

from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from engine.words import words

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]
Code = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]{0,15}$")]


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class PostShape(_Shape):
    """A post: with accounts of its own (`login`), or held by those who hold another post of the unit."""

    login: Code | None = None
    held_by: Name | None = None
    holders: int = Field(1, ge=1, le=10)
    display: Name | None = None


class KindShape(_Shape):
    """A kind of unit and the posts every unit of it has."""

    posts: dict[Name, PostShape] = Field(default_factory=dict)


class UnitShape(_Shape):
    """A unit; `posts` adds to or replaces those of its kind. `valid_to` is its last day."""

    code: Code
    name: Name
    short: Name
    kind: Name
    aliases: list[Name] = Field(default_factory=list)
    posts: dict[Name, PostShape] = Field(default_factory=dict)
    valid_from: date | None = None
    valid_to: date | None = None


class ChargeShape(_Shape):
    """分管: a leader's post, written `unit code/post`, and the codes of the units it is in charge of."""

    leader: Name
    units: list[Code] = Field(min_length=1)
    valid_from: date | None = None
    valid_to: date | None = None


class DeputyShape(_Shape):
    """代理: a post, written `unit code/post`, and the login that acts for it for a period."""

    post: Name
    deputy: Name
    processes: list[Name] | None = None
    valid_from: date
    valid_to: date


class CountyName(_Shape):
    """The county's name and the code its exported ids carry."""

    name: Name
    site: Code


class CountyShape(_Shape):
    """The whole file."""

    county: CountyName
    valid_from: date
    office_hours: Any
    unit_kinds: dict[Name, KindShape]
    units: list[UnitShape] = Field(min_length=1)
    charges: list[ChargeShape] = Field(default_factory=list)
    deputies: list[DeputyShape] = Field(default_factory=list)


def step_in_words(step: int | str) -> str:
    """A step of the way to a place in the file: a key, or the how-manieth of a list."""
    return words("第 %(number)s 项", number=step + 1) if isinstance(step, int) else step


def in_chinese(kind: str, context: dict[str, object]) -> str:
    """Pydantic's complaint of this kind, in the words of whoever edits the file."""
    return {
        "missing": words("缺少这一项,请补上"),
        "extra_forbidden": words("不认识这一项,请核对写法或删去"),
        "string_type": words("应为文字;像日期、纯数字的文字请加引号"),
        "string_too_short": words("不能为空"),
        "string_too_long": words("太长,最多 %(n)s 个字", n=context.get("max_length")),
        "string_pattern_mismatch": words("写法不对;代号、账号用小写字母和数字,以字母开头"),
        "date_type": words("应为日期,写作 2020-01-01"),
        "int_type": words("应为整数"),
        "list_type": words("应为列表,写作 [甲, 乙]"),
        "dict_type": words("应为“名称: 内容”的形式"),
        "model_type": words("应为“名称: 内容”的形式"),
        "too_short": words("至少要有一项"),
        "greater_than_equal": words("不能小于 %(least)s", least=context.get("ge")),
        "less_than_equal": words("不能大于 %(most)s", most=context.get("le")),
    }.get(kind, words("填写不正确,请对照文件开头的说明修改"))
