"""Scripts, styles and first pages travel compressed; pages with secrets beside what was asked do not."""

from __future__ import annotations

import gzip
import re

from tests.web.site_support import ROOT, SmallSite
from web.styles import ORDER

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


def test_a_page_waits_for_one_style_sheet_that_is_kept_for_a_year(site: SmallSite) -> None:
    visitor = site.visitor()
    (address,) = re.findall(r'<link rel="stylesheet" href="([^"]+)">', visitor.get("/sign-in").text)
    plain, packed = visitor.get(address), visitor.get(address, headers=TAKES)
    assert (plain.mimetype, packed.headers["Content-Encoding"]) == ("text/css", "gzip")
    assert gzip.decompress(packed.data) == plain.data
    files = {file.stem for file in (ROOT / "web" / "static" / "css").glob("*.css")}
    assert files == set(ORDER)
    assert all((ROOT / "web" / "static" / "css" / f"{name}.css").read_bytes() in plain.data for name in files)
    assert "max-age=31536000" in packed.headers["Cache-Control"]
    assert visitor.get("/styles/0123456789abcdef.css").status_code == 404


def test_a_first_page_is_compressed_and_no_page_that_answers_somebody(site: SmallSite) -> None:
    visitor = site.visitor()
    first = visitor.get("/sign-in", headers=TAKES)
    assert (first.headers["Content-Encoding"], "Accept-Encoding" in first.headers["Vary"]) == ("gzip", True)
    assert "登录" in gzip.decompress(first.data).decode()
    plain = visitor.get("/sign-in")
    assert ("Content-Encoding" in plain.headers, "登录" in plain.text) == (False, True)
    for path, whose in (
        ("/sign-in?next=/a", visitor),
        ("/public", site.visitor("zjj.cb")),
        ("/inbox", site.visitor("zjj.cb")),
    ):
        assert "Content-Encoding" not in whose.get(path, headers=TAKES).headers


def test_what_is_not_there_is_not_there(site: SmallSite) -> None:
    assert site.visitor().get("/static/css/none.css", headers=TAKES).status_code == 404
