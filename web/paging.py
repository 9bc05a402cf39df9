"""Lists by pages."""

from dataclasses import dataclass
from typing import Any

from flask import request, url_for

SIZE = 50


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
    number = request.args.get("page", 1, type=int)
    last = max(1, -(-total // size))
    return Pager(min(max(number, 1), last), total, size)
