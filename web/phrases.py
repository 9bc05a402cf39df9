"""常用语: the words somebody uses often in opinions, their own choice."""

from typing import Final

from engine.people.usual_phrases import usual_phrases
from web import preferences
from web.i18n import _
from web.site import end_reading, reading, site
from web.viewer import viewer

CHOICE: Final = "phrases"
"""The preference that holds them."""
MOST: Final = 20
LONGEST: Final = 100
"""Characters of one."""


def phrases() -> list[str]:
    """The viewer's own, in their order; the county's until they have chosen."""
    chosen = preferences.read(reading(), viewer().person.id, CHOICE)
    return list(chosen) if chosen is not None else countys()


def countys() -> list[str]:
    """The county's, a few usual ones until an administrator has written any."""
    chosen = usual_phrases(reading())
    return chosen if chosen is not None else _usual()


def keep(text: str) -> list[str]:
    """Keep the lines of `text` as the viewer's phrases: each once, at most MOST, none longer than LONGEST."""
    kept = lines_of(text)
    me = viewer().person.id
    end_reading()
    preferences.write(site().engine.database, me, CHOICE, kept)
    return kept


def lines_of(text: str) -> list[str]:
    """The phrases written a line each: each once, at most MOST, none longer than LONGEST."""
    lines = [line.strip()[:LONGEST] for line in text.splitlines()]
    return list(dict.fromkeys(filter(None, lines)))[:MOST]


def _usual() -> list[str]:
    return [_("同意。"), _("已阅。"), _("请抓紧办理。"), _("材料不齐,请补充后再报。")]
