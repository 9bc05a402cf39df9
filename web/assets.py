"""The bundles of web/frontend by name: their hashed files as Vite's manifest lists them."""

import json
from functools import cached_property
from pathlib import Path
from typing import Any

from flask import Flask, url_for


class Assets:
    """The manifest of one build. Without a build there is nothing to include, and pages stay readable."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @cached_property
    def _entries(self) -> dict[str, dict[str, Any]]:
        path = self._folder / "manifest.json"
        manifest = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
        return {
            entry["name"]: with_imports(manifest, entry)
            for entry in manifest.values()
            if entry.get("isEntry")
        }

    def script(self, name: str) -> str | None:
        """URL of an entry's module script, or None where it was not built."""
        entry = self._entries.get(name)
        return _url(entry["script"]) if entry else None

    def styles(self, name: str) -> list[str]:
        """URLs of an entry's style sheets."""
        entry = self._entries.get(name)
        return [_url(style) for style in entry["styles"]] if entry else []


def with_imports(manifest: dict[str, Any], entry: dict[str, Any]) -> dict[str, Any]:
    """An entry's script and styles: those of the parts it shares come first, so that its own prevail."""
    shared: list[str] = []
    pending = list(entry.get("imports", ()))
    while pending:
        chunk = manifest[pending.pop()]
        shared += [style for style in chunk.get("css", ()) if style not in shared]
        pending += chunk.get("imports", ())
    own = [style for style in entry.get("css", ()) if style not in shared]
    return {"script": entry["file"], "styles": [*shared, *own]}


def install(app: Flask) -> None:
    """Let templates ask for `assets.script(name)` and `assets.styles(name)`."""
    app.jinja_env.globals["assets"] = Assets(Path(app.static_folder or "") / "dist")


def _url(file: str) -> str:
    return url_for("static", filename=f"dist/{file}")
