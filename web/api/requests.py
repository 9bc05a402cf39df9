"""What a client sends, judged before anything is done: strict JSON (I-JSON, RFC 7493), typed by a model.

Nothing passes that a case could not keep exactly: no binary floats, no numbers or texts a database refuses,
no "@" that the stored form of values uses as its own mark.
"""

import json
import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from hashlib import sha256
from typing import Any, Final, TypeVar

from flask import request
from pydantic import BaseModel, ValidationError

from engine.words import CLAUSES, side_by_side, words
from web.api.problems import Problem
from web.viewer import viewer

Model = TypeVar("Model", bound=BaseModel)

MOST_BYTES: Final = 1_000_000
MOST_DEEP: Final = 20
SAFE_INTEGER: Final = 2**53 - 1
"""Whole numbers beyond are not the same in every program (RFC 7493); long codes are texts."""
MOST_DIGITS: Final = 30
ONCE: Final = "Idempotency-Key"

_UNSAFE_TEXT = re.compile(r"[\x00\ud800-\udfff]")
_KEY = re.compile(r"[A-Za-z0-9._:-]{1,128}")
_WORDS: Final[Mapping[str, str]] = {
    "missing": words("缺少这一项"),
    "extra_forbidden": words("没有这一项,请删去"),
    "string_type": words("应为文字"),
    "string_too_short": words("不能为空"),
    "string_too_long": words("最多 %(max_length)s 个字"),
    "dict_type": words("应为“字段: 值”的对象"),
    "model_type": words("应为“字段: 值”的对象"),
    "list_type": words("应为列表"),
    "too_long": words("最多 %(max_length)s 项"),
    "too_short": words("至少 %(min_length)s 项"),
    "bool_type": words("应为 true 或 false"),
    "bool_parsing": words("应为 true 或 false"),
    "int_type": words("应为整数"),
    "int_parsing": words("应为整数"),
    "greater_than_equal": words("不能小于 %(ge)s"),
    "less_than_equal": words("不能大于 %(le)s"),
    "literal_error": words("应为 %(expected)s 之一"),
    "date_type": words("应为日期,如 2026-03-20"),
    "bytes_type": words("应为文字"),
    "base64_decode": words("不是 Base64"),
    "uuid_parsing": words("不是编号(UUID)"),
}


def read_body(model: type[Model]) -> Model:
    """The request's JSON as `model`. Raises Problem: media-type, bad-request, invalid."""
    raw = request.get_data()
    if raw and request.mimetype != "application/json":
        raise Problem("media-type")
    return _validated(model, parse(raw) if raw else {})


def read_query(model: type[Model]) -> Model:
    """The request's parameters as `model`; empty ones count as not given. Raises Problem (invalid)."""
    given = {name: value for name, value in request.args.items() if value != ""}
    for name, value in given.items():
        if _UNSAFE_TEXT.search(name + value):
            raise Problem("invalid", problems={"query": words("有不能使用的字符")})
    return _validated(model, given)


def read_once(operation: str, place: Iterable[object]) -> str | None:
    """The idempotency key of the request, bound to person, operation and place; None where none is sent."""
    key = request.headers.get(ONCE)
    if key is None:
        return None
    if not _KEY.fullmatch(key):
        raise Problem("bad-request", words("%(name)s 应为 1 到 128 个字母、数字或 . _ : -。", name=ONCE))
    bound = [viewer().person.id, operation, *place, key]
    return sha256("\n".join(map(str, bound)).encode()).hexdigest()


def parse(raw: bytes) -> Any:
    """The value of JSON bytes. Raises Problem (bad-request) for what is no JSON or cannot be kept exactly."""
    try:
        value = json.loads(
            raw.decode("utf-8"),
            parse_float=_decimal,
            parse_int=_integer,
            parse_constant=_no_constant,
            object_pairs_hook=_object,
        )
        _check(value, MOST_DEEP)
    except UnicodeDecodeError as error:
        raise Problem("bad-request", words("请求内容不是 UTF-8 编码。")) from error
    except json.JSONDecodeError as error:
        raise Problem(
            "bad-request",
            words(
                "请求内容不是 JSON:第 %(line)s 行第 %(column)s 列读不懂。",
                line=error.lineno,
                column=error.colno,
            ),
        ) from error
    except RecursionError as error:
        raise Problem("bad-request", _too_deep()) from error
    except ValueError as error:
        raise Problem("bad-request", str(error)) from error
    return value


def _decimal(text: str) -> Decimal:
    number = Decimal(text)
    if number and not (-MOST_DIGITS <= number.adjusted() <= MOST_DIGITS):
        raise ValueError(words("JSON 里的数太大或太小。"))
    return number


def _integer(text: str) -> int:
    if len(text) > len(str(SAFE_INTEGER)) + 1 or abs(int(text)) > SAFE_INTEGER:
        raise ValueError(words("JSON 里的整数超过 %(most)s;编号一类请写成文字。", most=SAFE_INTEGER))
    return int(text)


def _no_constant(text: str) -> None:
    raise ValueError(words("JSON 里没有 %(text)s 这样的数。", text=text))


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError(words("JSON 的对象里有重复的名称。"))
    if "@" in found:
        raise ValueError(words("JSON 的对象里不能有名称“@”。"))
    return found


def _too_deep() -> str:
    return words("JSON 最多嵌套 %(most)s 层。", most=MOST_DEEP)


def _check(value: Any, deep: int) -> None:
    if deep == 0:
        raise ValueError(_too_deep())
    if isinstance(value, str) and _UNSAFE_TEXT.search(value):
        raise ValueError(words("JSON 的文字里有不能使用的字符(空字符或半个代理对)。"))
    if isinstance(value, dict):
        for name, item in value.items():
            _check(name, deep)
            _check(item, deep - 1)
    elif isinstance(value, list):
        for item in value:
            _check(item, deep - 1)


def _validated(model: type[Model], value: Any) -> Model:
    try:
        return model.model_validate(value)
    except ValidationError as error:
        problems = {_place(item["loc"]): _in_words(item) for item in error.errors()}
    said = side_by_side((_at(place, problem) for place, problem in problems.items()), CLAUSES)
    raise Problem("invalid", words("有内容需要修改:%(said)s", said=said), problems=problems)


def _place(parts: tuple[int | str, ...]) -> str:
    return ".".join(str(part) for part in parts)[:200]


def _at(place: str, problem: str) -> str:
    return words("%(where)s:%(said)s", where=place, said=problem) if place else problem


def _in_words(item: Any) -> str:
    context = item.get("ctx", {})
    if item["type"] == "value_error":
        return str(context["error"])
    return words(_WORDS.get(item["type"], words("填写不正确")), **context)
