"""Who may open what: every route, one table. A route that is not in the table fails the test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest

from tests.support.soffice import stand_in
from tests.web.routes import (
    APPLICANTS_PAGES,
    CONCERNED,
    EVERYBODY,
    OVERSEER,
    OWNER,
    PUBLIC_FILES,
    PUBLIC_PAGES,
    ROUTES,
    STRANGER,
    Route,
    made_places,
)
from tests.web.site_support import SmallSite, Visitor, close_small_site, open_small_site

PUBLIC_ACTS = ("public.large_print", "language.choose", "apply.submit", "progress.open_case", "progress.send",
          "progress.rate_case", "progress.leave", "first_run.page", "first_run.begin", "sign_in.by_password",
          "sign_in.as_demo_account")  # fmt: skip
"""What anybody may send, and the page of a site that has nobody yet."""
PUBLIC = {*PUBLIC_PAGES, *APPLICANTS_PAGES, *PUBLIC_FILES, *PUBLIC_ACTS}
REFUSED = (302, 401, 403)


@pytest.fixture(scope="module")
def shared(prepared_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SmallSite]:
    """One site for the whole table: what is allowed only reads, what is refused changes nothing."""
    folder = tmp_path_factory.mktemp("shared")
    opened = open_small_site(prepared_database, folder, soffice=str(stand_in(folder)))
    yield opened
    close_small_site(opened)


@pytest.fixture(scope="module")
def places(shared: SmallSite) -> dict[str, UUID]:
    """What the paths of the table name."""
    return made_places(shared)


@pytest.fixture(scope="module")
def visitors(shared: SmallSite) -> dict[str, Visitor]:
    """Everybody, signed in."""
    return {login: shared.visitor(login) for login in EVERYBODY}


def test_every_route_is_in_the_table(site: SmallSite) -> None:
    known = {rule.endpoint for rule in site.app.url_map.iter_rules() if not rule.endpoint.startswith("api.")}
    assert known == {route.endpoint for route in ROUTES} | PUBLIC


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.endpoint)
def test_nobody_gets_in_without_signing_in(shared: SmallSite, places: dict[str, UUID], route: Route) -> None:
    visitor = shared.visitor()
    path = route.path.format(**places)
    answer = visitor.get(path) if route.method == "GET" else visitor.post(path, page="/sign-in")
    assert answer.status_code in REFUSED
    assert "整治占道经营" not in answer.text


@pytest.mark.parametrize(
    "route", [route for route in ROUTES if route.allowed != EVERYBODY], ids=lambda route: route.endpoint
)
def test_only_those_whom_it_concerns_get_in(
    visitors: dict[str, Visitor], places: dict[str, UUID], route: Route
) -> None:
    path = route.path.format(**places)
    refused = [login for login in EVERYBODY if login not in route.allowed]
    for login in refused:
        visitor = visitors[login]
        answer = (
            visitor.get(path)
            if route.method == "GET"
            else visitor.post(path, {"payload": "{}"}, page="/inbox")
        )
        outsider = login not in CONCERNED
        expected = {route.refusal} if outsider or route.refusal == 403 else {400, 403, 404, 409, 422}
        assert answer.status_code in expected, (login, answer.status_code)


@pytest.mark.parametrize(
    "route", [route for route in ROUTES if route.method == "GET" and not route.path.startswith("/import")],
    ids=lambda route: route.endpoint,
)  # fmt: skip
def test_those_whom_it_concerns_get_in(
    visitors: dict[str, Visitor], places: dict[str, UUID], route: Route
) -> None:
    for login in route.allowed:
        answer = visitors[login].get(route.path.format(**places), follow_redirects=True)
        assert answer.status_code == 200, login
        if b'<main id="main"' in answer.data:
            assert b'class="page-help"' in answer.data, "write its help into web/help.py"


def test_the_register_lists_only_what_one_may_see(site: SmallSite) -> None:
    site.start("整治占道经营", "住建局")
    site.start("核定部门预算", "财政局")
    assert "核定部门预算" not in site.visitor(OWNER).get("/cases").text
    assert "整治占道经营" not in site.visitor(STRANGER).get("/cases").text
    both = site.visitor(OVERSEER).get("/cases").text
    assert "整治占道经营" in both
    assert "核定部门预算" in both


def test_a_cooperating_unit_sees_the_case_and_others_do_not(site: SmallSite) -> None:
    case = site.start(cooperating=["财政局"])
    assert site.visitor(STRANGER).get(f"/cases/{case.id}").status_code == 200
    assert site.visitor("jyj.cb").get(f"/cases/{case.id}").status_code == 404


def test_a_task_of_ones_own_opens_the_case(site: SmallSite) -> None:
    case = site.start()
    site.engine.complete(
        site.open_task(case.id), site.actor(OWNER), {"result": "已经办完。", "progress": "all"}
    )
    # The check is for anybody of 督查室, by unit.
    assert site.visitor("dcs.dcy2").get(f"/tasks/{site.open_task(case.id)}").status_code == 200


def test_the_demo_has_no_doors_in_a_county(county_site: SmallSite) -> None:
    visitor = county_site.visitor()
    assert visitor.post("/sign-in/demo", {"login": OWNER}, page="/sign-in").status_code == 404
    assert OWNER not in visitor.get("/sign-in").text
