"""The catalogue of the interface's words, kept in step with the source: `python -m tests.support.words`.

Takes every word of `web/` in `_()` or `_n()`, and of `engine/` in `words()`, into the catalogue of each language, drops those that
are gone, and says which still want a translation. Entries stand in the order of their Chinese, so that what two
people add seldom meets.
"""

import sys
from io import BytesIO
from pathlib import Path
from typing import Final

from babel.messages import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from web.languages import LANGUAGES, SOURCE, catalogue_file

ROOT: Final = Path(__file__).parents[2]
_SOURCES: Final = {
    "web": (("templates/**.html", "jinja2"), ("frontend/src/**.js", "javascript"), ("**.py", "python")),
    "engine": (("**.py", "python"),),
}
_OPTIONS: Final = {"templates/**.html": {"silent": "false"}}
_KEYWORDS: Final = {"_": None, "_n": (1, 1), "pgettext": ((1, "c"), 2), "words": None}
_HEADER: Final = """# The interface in another language; the source is Chinese. How to add to it: docs/ui.md.
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""


def extracted() -> Catalog:
    """Every word of the source, with the files it stands in."""
    found = Catalog()
    for folder, methods in _SOURCES.items():
        for file, _line, words, _comments, context in extract_from_dir(
            ROOT / folder, methods, _OPTIONS, _KEYWORDS, directory_filter=_is_source
        ):
            found.add(words, locations=[(f"{folder}/{file}", 0)], context=context)
    return found


def kept(language: str) -> Catalog:
    """The catalogue of a language as it lies in the repository; empty where there is none yet."""
    path = catalogue_file(language)
    if not path.is_file():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def written(language: str) -> str:
    """The catalogue of a language in step with the source, as its file should read."""
    catalog = kept(language)
    catalog.update(extracted(), no_fuzzy_matching=True)
    text = BytesIO()
    write_po(
        text, catalog, width=0, omit_header=True, sort_output=True, ignore_obsolete=True, include_lineno=False
    )
    return _HEADER + text.getvalue().decode("utf-8")


def is_translated(message: Message) -> bool:
    """Whether an entry says something in the other language, in every form it has."""
    forms = message.string if isinstance(message.string, (list, tuple)) else [message.string]
    return all(forms) and not message.fuzzy


def _is_source(path: str) -> bool:
    return Path(path).name not in ("node_modules", "static", "__pycache__")


def main() -> int:
    """Write the catalogues; 1 where something wants a translation, which is listed."""
    wanting = 0
    for language in LANGUAGES:
        if language == SOURCE:
            continue
        path = catalogue_file(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(written(language), encoding="utf-8")
        for message in kept(language):
            if message.id and not is_translated(message):
                wanting += 1
                words = message.id if isinstance(message.id, str) else message.id[0]
                sys.stdout.write(f"{path.relative_to(ROOT)}: 没有译文:{words}\n")
    return 1 if wanting else 0


if __name__ == "__main__":
    sys.exit(main())
