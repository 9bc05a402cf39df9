"""Lists by pages."""

from dataclasses import dataclass
from typing import Any

from flask import request, url_for

SIZE = 50
LAST = 1_000_000
"""No list has so many pages; a larger number is none that a database counts to."""


@dataclass(frozen=True, slots=True)
class Pager:
    """Where in a list of `total` rows a page of `size` rows stands; pages count from 1."""

    number: int
    total: int
    size: int = SIZE

    @property
    def offset(self) -> int:
        """Rows before this page."""
        return (self.number - 1) * self.size

    @property
    def pages(self) -> int:
        """How many pages there are; at least one."""
        return max(1, -(-self.total // self.size))

    def url(self, number: int) -> str:
        """This list with the same choices, at another page."""
        chosen: dict[str, Any] = request.args.to_dict() | {"page": number}
        return url_for(str(request.endpoint), **(request.view_args or {}), **chosen)


def asked_page(total: int, size: int = SIZE) -> Pager:
    """The page the address asks for, brought into what there is."""
    return Pager(min(_asked_number(), Pager(1, total, size).pages), total, size)


def asked_offset() -> int:
    """Rows before the page the address asks for, which need not be there any more."""
    return Pager(_asked_number(), 0).offset


def _asked_number() -> int:
    return min(max(request.args.get("page", 1, type=int), 1), LAST)
