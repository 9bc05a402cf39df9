"""A site that serves the built browser parts under the product's strictest security policy."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, Response, redirect, request
from playwright.sync_api import Dialog, Page
from werkzeug.wrappers import Response as Redirect

from tests.support.serving import answering
from web import __file__ as web_module
from web import sent_by_script
from web.assets import with_imports

STATIC = Path(web_module).parent / "static"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
PAGE = """<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>试页</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="csrf-token" content="token-of-the-page">{head}</head><body>{body}</body></html>"""


@dataclass
class Posted:
    """What one request brought: path, fields of the form, names of files, JSON body, headers."""

    path: str
    fields: dict[str, str]
    files: dict[str, list[str]]
    data: Any
    headers: dict[str, str]


@dataclass
class FrontendSite:
    """Serves one page at a time, and whatever `files` holds by path; remembers what is posted."""

    address: str = ""
    html: str = ""
    files: dict[str, tuple[bytes, str]] = field(default_factory=dict)
    posted: list[Posted] = field(default_factory=list)
    answer: str = ""
    """What is answered to what is posted, in place of a redirect to the page that says so."""

    def show(self, page: Page, entries: list[str], body: str) -> None:
        """Open a page with `body` and the bundles of `entries`."""
        head = "".join(self._tags(entry) for entry in entries)
        self.html = PAGE.format(head=head, body=body)
        page.goto(self.address + "/page")

    @staticmethod
    def _tags(entry: str) -> str:
        manifest = STATIC / "dist" / "manifest.json"
        if not manifest.exists():
            pytest.fail("the browser parts are not built: run `make install`")
        known = json.loads(manifest.read_text("utf-8"))
        chunk = known[f"src/{entry}/index.js"]
        links = "".join(
            f'<link rel="stylesheet" href="/static/dist/{css}">'
            for css in with_imports(known, chunk)["styles"]
        )
        return links + f'<script type="module" src="/static/dist/{chunk["file"]}"></script>'


def refuse_questions(page: Page) -> list[str]:
    """Answer every question the page asks with no; the list returned grows by each question's text."""
    asked: list[str] = []

    def refuse(dialog: Dialog) -> None:
        asked.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", refuse)
    return asked


def _app(site: FrontendSite) -> Flask:
    app = Flask(__name__, static_folder=str(STATIC))
    sent_by_script.install(app)

    @app.after_request
    def protect(response: Response) -> Response:
        response.headers["Content-Security-Policy"] = POLICY
        return response

    @app.get("/page")
    def page() -> str:
        return site.html

    @app.get("/files/<name>")
    def file(name: str) -> Response:
        if name not in site.files:
            return Response("没有这个文件", 404)
        content, kind = site.files[name]
        return Response(content, mimetype=kind)

    @app.post("/<path:path>")
    def post(path: str) -> Redirect | str:
        names = {key: [str(f.filename) for f in request.files.getlist(key)] for key in request.files}
        data = request.get_json(silent=True)
        site.posted.append(Posted(path, dict(request.form), names, data, dict(request.headers)))
        return site.answer or redirect("/received")

    @app.get("/received")
    def received() -> str:
        return "<!doctype html><title>收到</title><p>收到</p>"

    return app


@pytest.fixture
def site() -> Iterator[FrontendSite]:
    """A running site for the browser parts."""
    frontend = FrontendSite()
    with answering(_app(frontend)) as frontend.address:
        yield frontend
