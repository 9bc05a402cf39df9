"""文书 as PDF: made by LibreOffice where it is present, once for each file; without it the page says how to print."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import select

from engine import tables
from tests.support.soffice import stand_in
from tests.web.site_support import NOW, SmallSite, Visitor, close_small_site, open_small_site

Opened = Callable[[str], tuple[Visitor, UUID]]


@pytest.fixture
def opened(prepared_database: Path, tmp_path: Path) -> Iterator[Opened]:
    """Open a site with a program for PDF: an overseer, and a rendered slip."""
    sites: list[SmallSite] = []

    def open_site(program: str) -> tuple[Visitor, UUID]:
        site = open_small_site(prepared_database, tmp_path, soffice=program)
        sites.append(site)
        site.start()
        site.move_to(NOW.replace(hour=17, minute=31))
        site.render_papers()
        with site.engine.database.reading() as connection:
            paper = connection.execute(select(tables.document.c.id)).scalar_one()
        return site.visitor("dcs.dcy1"), paper

    yield open_site
    close_small_site(sites[0])


def test_a_paper_is_fetched_as_pdf_and_made_once(opened: Opened, tmp_path: Path) -> None:
    visitor, paper = opened(str(stand_in(tmp_path)))
    assert f"/documents/{paper}/pdf" in visitor.get(f"/documents/{paper}").text
    for _time in range(2):
        answer = visitor.get(f"/documents/{paper}/pdf")
        assert (answer.data, answer.mimetype) == (b"%PDF-1.7 made of the paper", "application/pdf")
        assert ".pdf" in answer.headers["Content-Disposition"]
    assert (tmp_path / "runs").read_text() == "x"


def test_the_page_says_who_signed_what_and_when(opened: Opened) -> None:
    visitor, paper = opened("/nowhere/soffice")
    page = visitor.get(f"/documents/{paper}").text
    digests = re.findall(r'class="digest">(sha256:[0-9a-f]{64})<', page)
    assert len(digests) == 2
    assert re.search(r"系统 于 3月16日 周一 17:3\d 签发", page)


def test_without_the_program_the_page_says_how_to_print(opened: Opened) -> None:
    visitor, paper = opened("/nowhere/soffice")
    page = visitor.get(f"/documents/{paper}").text
    assert "另存为 PDF" in page
    assert f"/documents/{paper}/pdf" not in page
    assert visitor.get(f"/documents/{paper}/pdf").status_code == 404


def test_a_program_that_fails_is_told_in_words(opened: Opened) -> None:
    visitor, paper = opened("false")
    answer = visitor.get(f"/documents/{paper}/pdf", follow_redirects=True)
    assert "没有转成 PDF" in answer.text
