"""The blueprint of the interface, made from the table of operations."""

from collections.abc import Callable
from functools import cache
from typing import Any, Final

from flask import Blueprint, Response, request
from pydantic import BaseModel, RootModel

from web.api import bearer, openapi, problems, requests
from web.api.operation import Operation
from web.api.operations import ACTING, READING
from web.limits import limiter

PREFIX: Final = "/api/v1"
blueprint = Blueprint("api", __name__, url_prefix=PREFIX)


class OpenApi(RootModel[dict[str, Any]]):
    """这份接口说明本身(OpenAPI 3.1)。"""


@cache
def description() -> OpenApi:
    """The OpenAPI document."""
    return OpenApi(openapi.document(OPERATIONS, PREFIX))


OPERATIONS: Final = (
    *READING,
    *ACTING,
    Operation("GET", "/openapi.json", "openapi", "接口说明", None, description, OpenApi),
)


def _prepare() -> None:
    request.max_content_length = requests.MOST_BYTES
    operation = _BY_ENDPOINT.get(request.endpoint or "")
    if operation is not None and operation.scope is not None:
        bearer.identify()


def _endpoint(operation: Operation) -> Callable[..., Response]:
    """The view of an operation: leave, then what was sent, then the work, then the answer as JSON."""

    def answer(**values: Any) -> Response:
        if operation.scope is not None:
            bearer.require(operation.scope)
        place = list(values.values())
        if operation.query is not None:
            values["query"] = requests.read_query(operation.query)
        if operation.body is not None:
            body = requests.read_body(operation.body)
            values.update({"body": body} if operation.body.model_fields else {})
        if operation.once:
            values["key"] = requests.read_once(operation.name, place)
        found = operation.view(**values)
        return found if isinstance(found, Response) else _json(found, operation.status)

    answer.__name__ = operation.name
    if operation.scope is None:
        return answer
    limited: Callable[..., Response] = limiter.shared_limit(
        bearer.PER_TOKEN, scope="api", key_func=bearer.token_key
    )(answer)
    return limited


def _json(found: BaseModel, status: int) -> Response:
    return Response(found.model_dump_json(), status, mimetype="application/json")


_BY_ENDPOINT: Final = {f"api.{operation.name}": operation for operation in OPERATIONS}
blueprint.before_request(_prepare)
problems.install(blueprint)
for _operation in OPERATIONS:
    blueprint.add_url_rule(
        _operation.route, _operation.name, _endpoint(_operation), methods=[_operation.method]
    )
