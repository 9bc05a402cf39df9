"""The description and the routes are one thing."""

from __future__ import annotations

import re
from typing import Any

from tests.web.site_support import SmallSite
from web.api.routes import OPERATIONS, PREFIX

_CONVERTER = re.compile(r"<(?:\w+:)?(\w+)>")


def described(site: SmallSite) -> dict[str, Any]:
    answer = site.app.test_client().get(f"{PREFIX}/openapi.json")
    assert answer.status_code == 200
    found: dict[str, Any] = answer.get_json()
    return found


def test_every_route_is_described_and_every_description_is_a_route(site: SmallSite) -> None:
    routes = {
        (_CONVERTER.sub(r"{\1}", rule.rule), method.lower())
        for rule in site.app.url_map.iter_rules()
        if rule.rule.startswith("/api/")
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    paths = described(site)["paths"]
    assert routes == {(path, method) for path, item in paths.items() for method in item}


def test_the_description_is_whole(site: SmallSite) -> None:
    document = described(site)
    assert document["openapi"] == "3.1.0"
    schemas = document["components"]["schemas"]
    assert (
        set(re.findall(r'"#/components/schemas/([^"]+)"', str(document).replace("'", '"'))) <= schemas.keys()
    )
    seen = set()
    for path, item in document["paths"].items():
        for operation in item.values():
            assert operation["operationId"] not in seen
            seen.add(operation["operationId"])
            places = {each["name"] for each in operation["parameters"] if each["in"] == "path"}
            assert places == set(re.findall(r"\{(\w+)\}", path))
            assert operation["summary"]
            assert "default" in operation["responses"]
    assert seen == {operation.name for operation in OPERATIONS}


def test_only_the_description_itself_is_open_to_everybody(site: SmallSite) -> None:
    document = described(site)
    open_to_all = [
        operation["operationId"]
        for item in document["paths"].values()
        for operation in item.values()
        if not operation["security"]
    ]
    assert open_to_all == ["openapi"]
    client = site.app.test_client()
    for operation in OPERATIONS:
        if operation.scope is None:
            continue
        place = {
            name: "01a200c3-4232-730d-abdb-5e43889d045c" if kind == "uuid" else 2026
            for name, kind in operation.places()
        }
        answer = client.open(PREFIX + operation.path.format(**place), method=operation.method)
        assert answer.status_code == 401, operation.name
        assert answer.headers["WWW-Authenticate"].startswith("Bearer")
