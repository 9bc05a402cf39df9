"""One operation of the interface: where it is, what it takes and gives, and which function does it."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final, Literal

from flask import Response
from pydantic import BaseModel

from engine.records.rendering import WORD

Method = Literal["GET", "POST", "PUT"]
_PLACE = re.compile(r"\{(\w+)\}")
_CONVERTERS: Final = {"uuid": "uuid:", "integer": "int:", "string": ""}


@dataclass(frozen=True, slots=True)
class Operation:
    """A row of the table.

    `path` is written as OpenAPI writes it. `view` is called with the path's values by name, and `query`, `body`
    and `key` where there are such (a body without fields is only judged); it gives an `answer`, or a file where there is no answer model. `once` says
    that an Idempotency-Key is heeded. Without a scope it is open to everybody. `media` is what kind of file it gives.
    """

    method: Method
    path: str
    name: str
    summary: str
    scope: str | None
    view: Callable[..., BaseModel | Response]
    answer: type[BaseModel] | None
    query: type[BaseModel] | None = None
    body: type[BaseModel] | None = None
    status: int = 200
    once: bool = False
    media: str = WORD

    def places(self) -> Iterator[tuple[str, str]]:
        """The values in the path: name and type (uuid, integer, string)."""
        for name in _PLACE.findall(self.path):
            yield name, "uuid" if name.endswith("_id") else "integer" if name == "year" else "string"

    @property
    def route(self) -> str:
        """The path as Flask writes it."""
        route = self.path
        for name, kind in self.places():
            route = route.replace(f"{{{name}}}", f"<{_CONVERTERS[kind]}{name}>")
        return route
