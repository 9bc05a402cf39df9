"""The OpenAPI 3.1 document of a table of operations (https://spec.openapis.org/oas/v3.1.0)."""

from collections.abc import Iterable, Iterator
from importlib.metadata import version
from typing import Any, Final

from pydantic import BaseModel
from pydantic.json_schema import JsonSchemaMode, models_json_schema

from engine.people.tokens import SCOPES
from web.api import problems
from web.api.operation import Operation
from web.api.problems import ProblemAnswer
from web.api.requests import ONCE

_REF: Final = "#/components/schemas/{model}"
_KINDS: Final = {
    "uuid": {"type": "string", "format": "uuid"},
    "integer": {"type": "integer"},
    "string": {"type": "string"},
}


def document(operations: Iterable[Operation], prefix: str) -> dict[str, Any]:
    """The document that describes these operations under the address `prefix`."""
    table = list(operations)
    refs, schemas = models_json_schema(list(dict.fromkeys(_models(table))), ref_template=_REF)
    paths: dict[str, dict[str, Any]] = {}
    for each in table:
        paths.setdefault(prefix + each.path, {})[each.method.lower()] = _described(each, refs, schemas)
    return {
        "openapi": "3.1.0",
        "info": {"title": "办结 Banjie", "version": version("banjie"), "description": _ABOUT},
        "paths": paths,
        "components": {
            "schemas": schemas["$defs"],
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


def _models(table: list[Operation]) -> Iterator[tuple[type[BaseModel], JsonSchemaMode]]:
    yield ProblemAnswer, "serialization"
    for each in table:
        for model in (each.body, each.query):
            if model is not None:
                yield model, "validation"
        if each.answer is not None:
            yield each.answer, "serialization"


_ABOUT = "办件、待办、文书、时限、积分、日历。权限:" + ";".join(
    f"{name} {what}" for name, what in SCOPES.items()
)


def _described(each: Operation, refs: Any, schemas: Any) -> dict[str, Any]:
    described: dict[str, Any] = {
        "operationId": each.name,
        "summary": each.summary,
        "security": [{"token": [each.scope]}] if each.scope else [],
        "parameters": [*_places(each), *_parameters(each, refs, schemas), *_once(each)],
        "responses": _responses(each, refs),
    }
    if each.body is not None:
        content = {"application/json": {"schema": refs[each.body, "validation"]}}
        needed = any(field.is_required() for field in each.body.model_fields.values())
        described["requestBody"] = {"required": needed, "content": content}
    return described


def _places(each: Operation) -> list[dict[str, Any]]:
    return [
        {"name": name, "in": "path", "required": True, "schema": _KINDS[kind]} for name, kind in each.places()
    ]


def _parameters(each: Operation, refs: Any, schemas: Any) -> list[dict[str, Any]]:
    if each.query is None:
        return []
    schema = schemas["$defs"][refs[each.query, "validation"]["$ref"].rpartition("/")[2]]
    required = schema.get("required", ())
    return [
        {"name": name, "in": "query", "required": name in required, "schema": part}
        for name, part in schema["properties"].items()
    ]


def _once(each: Operation) -> list[dict[str, Any]]:
    if not each.once:
        return []
    said = "同一个键再来,不再办一次,给第一次的答复"
    schema = {"type": "string", "maxLength": 128}
    return [{"name": ONCE, "in": "header", "required": False, "description": said, "schema": schema}]


def _responses(each: Operation, refs: Any) -> dict[str, Any]:
    problem = {
        "description": "没有办成",
        "content": {problems.MEDIA_TYPE: {"schema": refs[ProblemAnswer, "serialization"]}},
    }
    return {
        str(each.status): {"description": "办成了", "content": _content(each, refs)},
        "default": problem,
    }


def _content(each: Operation, refs: Any) -> dict[str, Any]:
    if each.answer is None:
        return {each.media: {}}
    return {"application/json": {"schema": refs[each.answer, "serialization"]}}
