"""Scripts and styles travel compressed; pages, which hold secrets beside what was asked, do not."""

from __future__ import annotations

import gzip

from tests.web.site_support import ROOT, SmallSite

SHEET = "/static/css/parts.css"
TAKES = {"Accept-Encoding": "gzip, deflate"}


def test_a_style_sheet_travels_compressed_and_is_kept(site: SmallSite) -> None:
    visitor = site.visitor()
    answer = visitor.get(SHEET, headers=TAKES)
    assert (answer.headers["Content-Encoding"], "Accept-Encoding" in answer.headers["Vary"]) == ("gzip", True)
    assert gzip.decompress(answer.data) == (ROOT / "web" / SHEET[1:]).read_bytes()
    assert int(answer.headers["Content-Length"]) == len(answer.data)
    again = visitor.get(SHEET, headers={**TAKES, "If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_who_does_not_take_it_so_gets_it_plain(site: SmallSite) -> None:
    answer = site.visitor().get(SHEET)
    assert "Content-Encoding" not in answer.headers
    assert answer.data == (ROOT / "web" / SHEET[1:]).read_bytes()


def test_pages_are_never_compressed(site: SmallSite) -> None:
    assert "Content-Encoding" not in site.visitor().get("/sign-in", headers=TAKES).headers


def test_what_is_not_there_is_not_there(site: SmallSite) -> None:
    assert site.visitor().get("/static/css/none.css", headers=TAKES).status_code == 404
