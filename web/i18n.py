"""Words of the interface: Chinese in the source, other languages by catalogue (`web/translations`)."""

from typing import Any

from flask_babel import gettext


def _(words: str, /, **values: Any) -> str:
    """The words in the reader's language, with `%(name)s` places filled in."""
    found = str(gettext(words))
    return found % values if values else found
